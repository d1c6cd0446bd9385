"""When things are due, what the clock does next, and how a clock is moved."""
