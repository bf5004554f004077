#!/usr/bin/env bash
# Writes requirements/*.txt from requirements/*.in: every version with its hashes, no index's address.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for name in setup runtime gateway dev; do
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-emit-index-url --no-emit-find-links --no-strip-extras \
        "requirements/$name.in" -o "requirements/$name.txt"
done
