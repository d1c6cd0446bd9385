"""The file of a round as each of its people may read it: by matter, by piece, with its files, as a ZIP."""
