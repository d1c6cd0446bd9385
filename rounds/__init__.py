"""Rules: values in, values out; they take the time and never ask for it."""
