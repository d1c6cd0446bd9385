"""Order and waiting: the life of a round, told on Temporal."""
