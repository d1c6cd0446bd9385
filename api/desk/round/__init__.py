"""One round on the desk."""
