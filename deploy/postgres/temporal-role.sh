#!/bin/sh
# Runs once, when the database folder is new. Temporal gets a role of its own, which makes its own two
# databases and may not read Ronda's.
set -eu
TEMPORAL_DB_PASSWORD=$(cat "${TEMPORAL_DB_PASSWORD_FILE:?}")
psql --no-psqlrc --set ON_ERROR_STOP=1 --set password="$TEMPORAL_DB_PASSWORD" --set ronda="$POSTGRES_DB" \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'password';
REVOKE CONNECT ON DATABASE :"ronda" FROM PUBLIC;
SQL
