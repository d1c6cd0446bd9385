"""The one way in for whatever is submitted: decoded, kept, handed to its round."""
