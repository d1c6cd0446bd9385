"""What letters say in words of the secretariat, its letterhead, and the rules as one reads them."""
