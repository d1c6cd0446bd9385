"""What the API says of itself: every field in words, every body with an example, a page to read it on."""
