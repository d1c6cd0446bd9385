"""Databases for the tests that ask for one of their own."""

from tests.databases import (
    database,
    database_url,
    postgres,
    postgresql_url,
    sqlite_template,
    sqlite_url,
)

__all__ = ["database", "database_url", "postgres", "postgresql_url", "sqlite_template", "sqlite_url"]
