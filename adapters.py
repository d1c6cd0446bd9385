"""What reads and writes a type of this project, built once in a process: that takes longer than its work."""

from functools import lru_cache

from pydantic import TypeAdapter

adapter = lru_cache(maxsize=1024)(TypeAdapter)
"""The adapter of a type."""
