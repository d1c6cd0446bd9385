#!/bin/sh
# Creates Temporal's two databases, or brings them up to the version of this image. A second run finds
# nothing to do. temporal-sql-tool reads the password from SQL_PASSWORD.
set -eu
SQL_PASSWORD=$(cat /run/secrets/temporal_db_password)
export SQL_PASSWORD
schema=/etc/temporal/schema/postgresql/v12
for store in temporal:temporal temporal_visibility:visibility; do
    tool="temporal-sql-tool --plugin postgres12 --ep postgres -p 5432 -u temporal --db ${store%%:*}"
    $tool create
    $tool setup-schema -v 0.0
    $tool update-schema -d "$schema/${store##*:}/versioned"
done
