"""Files from people, opened by a program of its own, which may use little and knows no secret."""
