"""What people send: one frozen model a kind, its envelope, its texts, and why it can be refused."""
