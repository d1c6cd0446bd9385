"""A database of a test's own."""

from tests.databases import postgres, postgresql_url, sqlite_template, sqlite_url

__all__ = ["postgres", "postgresql_url", "sqlite_template", "sqlite_url"]
