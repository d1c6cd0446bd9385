"""What the page of each kind of assignment needs and shows."""
