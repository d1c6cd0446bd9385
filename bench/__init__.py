"""Benchmarks: what a round costs, measured on a real server."""
