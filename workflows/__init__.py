"""Order and waiting: the life of a round, told in the order in which it happens."""
