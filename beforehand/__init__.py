"""What would happen: done in a transaction that is never committed, by those who would do it in earnest."""
