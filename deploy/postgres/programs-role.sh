#!/bin/sh
# Runs when the database folder is new, and may run again, such as with another password. Ronda's programs get a
# role of their own, which owns nothing: what it may do with the tables is granted by `admin.py migrate`.
set -eu
PROGRAMS_DB_PASSWORD=$(cat "${PROGRAMS_DB_PASSWORD_FILE:?}")
psql --no-psqlrc --set ON_ERROR_STOP=1 --set password="$PROGRAMS_DB_PASSWORD" \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
SELECT 'CREATE ROLE ronda_programs' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ronda_programs') \gexec
ALTER ROLE ronda_programs LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
SQL
