"""The secretariat's pages: an officer signs in, sees what waits for whom, and acts."""
