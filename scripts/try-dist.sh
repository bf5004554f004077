#!/usr/bin/env bash
# Starts a built app the way a desk would: the version, then the window offscreen with a picture of it.
#   scripts/try-dist.sh DIST_FOLDER OUT_FOLDER
set -euo pipefail
app=$1/desk-app
out=$2
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
mkdir -p "$out"

"$app" version
env -u DISPLAY -u WAYLAND_DISPLAY QT_QPA_PLATFORM=offscreen \
    "$app" --data "$data" demo --headless --json --out "$out" | tail -n 1
ls "$out"/*.png >/dev/null
printf 'dist: %s starts, %s on disk, pictures in %s\n' "$app" "$(du -sh "$1" | cut -f1)" "$out"
