"""What an error says of the place where things are kept: it is busy, it is full, or it does not answer."""

import sqlite3
from errno import EDQUOT, ENOSPC

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from store.files import StoreAway

BUSY, FULL, NOT_READY, AWAY = "database_busy", "storage_full", "not_ready", "files_away"
LOST = "file_lost"
"""The code of what does not pass by itself: the content of a file is missing, or another one."""
_SQLITE = {sqlite3.SQLITE_BUSY: BUSY, sqlite3.SQLITE_LOCKED: BUSY, sqlite3.SQLITE_FULL: FULL}
_POSTGRESQL = {
    "55P03": BUSY,  # a lock was not given in time
    "40P01": BUSY,  # a deadlock, of which this was the one to give way
    "53300": BUSY,  # too many connections
    "53100": FULL,
}


def trouble(error: BaseException) -> str | None:
    """The code of the trouble that an error tells of; None when it tells of none, but of a fault."""
    if isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT):
        return FULL
    if isinstance(error, StoreAway):
        return AWAY
    if isinstance(error, PoolTimeout):
        return BUSY
    if not isinstance(error, DBAPIError):
        return None
    # SQLite's code has its extended part in the higher bits.
    told = _SQLITE.get(getattr(error.orig, "sqlite_errorcode", 0) & 0xFF)
    told = told or _POSTGRESQL.get(getattr(error.orig, "sqlstate", None) or "")
    return told or (NOT_READY if isinstance(error, OperationalError) else None)
