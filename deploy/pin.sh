#!/bin/sh
# Writes behind the tag of every image of others the digest that it stands for today, in the files that are named
# (docker-compose.yml and both Dockerfiles). What is pinned is resolved anew: so this also takes in new builds of a tag.
# It asks the registry by `docker buildx imagetools inspect`. A file is changed when all its images were found, or not.
set -eu
if [ $# -eq 0 ]; then
    cd "$(dirname "$0")/.."
    set -- docker-compose.yml Dockerfile deploy/proxy.Dockerfile
fi
# The line's beginning, the name with its tag, and what may follow it.
line='^( *image: |FROM )([a-z0-9./-]+:[A-Za-z0-9._-]+)(@sha256:[0-9a-f]{64})?( AS .*)?$'
for file in "$@"; do
    edit=$(mktemp)
    sed -nE "s#$line#\2#p" "$file" | sort -u | while read -r image; do
        digest=$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$image") || {
            echo "no digest was found of $image: $file is left as it is" >&2
            exit 1
        }
        printf '%s' "$digest" | grep -Eqx 'sha256:[0-9a-f]{64}' || {
            echo "the registry says of $image: $digest, which is no digest: $file is left as it is" >&2
            exit 1
        }
        echo "$file: $image@$digest" >&2
        dots=$(printf '%s' "$image" | sed 's/[.]/[.]/g')
        printf '%s\n' "s#^( *image: |FROM )($dots)(@sha256:[0-9a-f]{64})?( AS .*)?\$#\1\2@$digest\4#"
    done > "$edit" || { rm "$edit"; exit 1; }
    pinned=$(sed -E -f "$edit" "$file")
    rm "$edit"
    printf '%s\n' "$pinned" > "$file"
done
