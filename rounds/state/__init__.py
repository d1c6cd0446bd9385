"""What a round is: its state, its people, what it wants done in the world, how it stands."""
