"""The rules of each step of a round's life."""
