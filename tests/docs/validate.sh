#!/usr/bin/env bash
# What others say of the rendered catalogs: openapi-spec-validator and jsonschema of the Python in the path, and tsc.
set -euo pipefail
cd "$(dirname "$0")"
rendered=$(mktemp -d)
trap 'rm -rf "$rendered"' EXIT

cargo run --quiet --locked --example render -- "$rendered"
# In a folder of its own: a document has the name of its shape, and so has a catalog.
mkdir "$rendered/clients"
cargo run --quiet --locked --example clients -- documents "$rendered/clients"
cp "$rendered"/clients/*.errors.ts "$rendered"

for document in "$rendered"/*.openapi.json; do
    python -m openapi_spec_validator "$document"
done

python - "$rendered" <<'PYTHON'
import json, pathlib, sys
import jsonschema

folder = pathlib.Path(sys.argv[1])
schema = json.loads((folder / "catalog.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(schema)
for name in ["panda", "hostile", "large"]:
    jsonschema.validate(json.loads((folder / f"{name}.json").read_text()), schema)
    print(f"{name}.json: OK")
PYTHON

cp typescript/use.ts "$rendered"
cd "$rendered"
echo '{ "type": "module" }' > package.json
npm install --no-save --silent typescript@5.9.3
npx tsc --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --target es2022 --lib es2022,dom \
    --module nodenext ./*.ts
node use.js
