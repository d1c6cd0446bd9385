"""Doors: pages behind links and the secretariat API; they parse, ask and answer."""
