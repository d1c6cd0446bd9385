"""The rule set of a round as data, and the file it is read from."""
