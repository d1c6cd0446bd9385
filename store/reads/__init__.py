"""What pages, letters and the API ask of the database."""
