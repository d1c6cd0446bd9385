"""The databases that the store's tests run on."""

from tests.databases import (  # noqa: F401 - fixtures are found by their names
    database,
    database_url,
    postgres,
    postgresql_url,
    sqlite_template,
    sqlite_url,
)
