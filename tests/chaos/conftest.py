"""A migrated and empty PostgreSQL database."""

from tests.databases import postgres, postgresql_url

__all__ = ["postgres", "postgresql_url"]
