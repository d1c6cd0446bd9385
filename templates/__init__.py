"""Words and looks: letters, pages and their catalogues of translations."""
