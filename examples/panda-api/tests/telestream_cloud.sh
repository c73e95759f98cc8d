#!/usr/bin/env bash
# Runs the service, and a real client of the API against it. Needs python3.11 with pip, and cargo.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-python3.11}
scratch=$(mktemp -d)
service=
trap 'kill $service 2>/dev/null && wait $service; rm -rf "$scratch"' EXIT

"$python" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
    --target "$scratch/client" telestream-cloud==1.1.2

cargo build --quiet --package panda-api
cargo run --quiet --package panda-api -- --addr 127.0.0.1:0 >"$scratch/shown" &
service=$!
until grep -q '^Serving' "$scratch/shown"; do
    kill -0 "$service" 2>/dev/null || { cat "$scratch/shown"; exit 1; }
    sleep 0.1
done
address=$(sed -n 's|.* on http://\([^ ]*\) .*|\1|p' "$scratch/shown")

PYTHONPATH="$scratch/client" "$python" tests/telestream_client.py "${address%:*}" "${address##*:}"
