"""The secretariat's JSON API."""
