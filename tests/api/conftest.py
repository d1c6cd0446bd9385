"""A PostgreSQL server for the tests that ask for one."""

from tests.databases import postgres, postgresql_url

__all__ = ["postgres", "postgresql_url"]
