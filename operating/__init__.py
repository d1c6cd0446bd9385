"""Rounds as a whole: another build of the code is brought out, what was lost is rebuilt, trouble is found."""
