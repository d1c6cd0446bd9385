"""What anybody may read without an account: nothing but what stands in the tables of what is public."""
