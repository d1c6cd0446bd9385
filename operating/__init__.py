"""What operators do to the rounds as a whole: bring out another build of the code, rebuild what was lost."""
