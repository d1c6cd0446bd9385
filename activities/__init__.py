"""Effects: what touches the world, each of which may happen twice and leaves one result."""
