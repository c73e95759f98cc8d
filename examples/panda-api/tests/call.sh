#!/usr/bin/env bash
# Calls the service at `$service` with `panda-api call`. A gateway before it is busy at first, so that a retry is seen to
# wait. Needs python3 and cargo.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
gateway=
trap 'kill $gateway 2>/dev/null && wait $gateway || true; rm -rf "$scratch"' EXIT
call() { cargo run --quiet --locked --package panda-api -- call --url "$@"; }
shows() { grep -qF -- "$1" "$scratch/$2" || { echo "no \`$1\` in:"; cat "$scratch/$2"; exit 1; } }
refuses() { if "${@:2}" >"$scratch/out" 2>"$scratch/err"; then echo "no error: $*"; exit 1; fi; shows "$1" err; }

printf 'a video' >"$scratch/a \"film\".mp4"
call "$service" upload "$scratch/a \"film\".mp4" >"$scratch/video"
id=$(python3 -c 'import json, sys; print(json.load(sys.stdin)["id"])' <"$scratch/video")
call "$service" list >"$scratch/list"
shows "$id" list
call "$service" show "$id" >"$scratch/shown"
shows '"file_size":7' shown
call "$service" delete "$id" >"$scratch/deleted"
shows '{"deleted":true}' deleted
refuses "404 RecordNotFound: Couldn't find Video with ID=$id" call "$service" show "$id"
PANDA_SECRET_KEY=another refuses '401 NotAuthorized: Signatures do not match' call "$service" list
head -c 11000000 /dev/zero >"$scratch/large.mp4"
refuses '413 FileSizeLimitExceeded: File size limit for this account is set to 10485760 bytes' \
    call "$service" upload "$scratch/large.mp4"

# It lets a request through two seconds after it has refused one, and fails a request that comes earlier.
python3 tests/busy_gateway.py "$service" >"$scratch/gateway" &
gateway=$!
until grep -q '^http' "$scratch/gateway"; do
    kill -0 "$gateway"
    sleep 0.1
done
call "$(head -n 1 "$scratch/gateway")" list >"$scratch/list" 2>"$scratch/err"
shows 'panda-api: 503: the body is empty; the next attempt is in 2 s' err
shows '[]' list
shows 'after 2 seconds' gateway
# A POST is not sent twice unless the API says that it may be.
refuses '503: the body is empty' call "$(head -n 1 "$scratch/gateway")" upload "$scratch/a \"film\".mp4"
