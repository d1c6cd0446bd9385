"""One machine: starts everything that Ronda needs here, and plays the sample round."""
