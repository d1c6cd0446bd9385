"""What an officer or a participant does to a round besides answering."""
