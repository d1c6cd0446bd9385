#!/bin/sh
# Draws the secrets that are only random, each as a file in the folder that is named (secrets); one that is there stays.
# What only an operator knows is named at the end.
set -eu
folder=${1:-secrets}
umask 077
mkdir -p "$folder"
chmod 0700 "$folder"
# Containers read the files as users of their own. The folder is closed to everybody else of this machine.
for name in postgres_password programs_db_password temporal_db_password secret_keys metrics_token; do
    [ -s "$folder/$name" ] || openssl rand -hex 32 > "$folder/$name"
    chmod 0444 "$folder/$name"
done
# The programs connect as a role that owns nothing; who owns the tables, `setup` alone is told.
url() {
    [ -s "$folder/$1" ] || printf 'postgresql://%s:%s@postgres:5432/ronda\n' "$2" "$(cat "$folder/$3")" > "$folder/$1"
    chmod 0444 "$folder/$1"
}
url database_url ronda_programs programs_db_password
url owner_url ronda postgres_password
"$(dirname "$0")/certificates.sh" "$folder/temporal"
[ -s "$folder/smtp_url" ] || {
    echo "Write $folder/smtp_url yourself, and chmod 0444 it: smtp://user:password@host:587 or smtps://…" >&2
    exit 2
}
