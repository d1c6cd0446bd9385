"""What if: a round lived to its end in a moment and in memory, by the code of the real ones."""
