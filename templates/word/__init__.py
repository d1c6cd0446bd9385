"""A report as a Word document, and back: for those who must edit there (W4)."""
