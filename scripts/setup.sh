#!/usr/bin/env bash
# Makes this checkout ready: system libraries, .venv, the project itself.
#   scripts/setup.sh [run|test|dist]
# Quick when nothing is missing. System packages come through apt when this may install them;
# otherwise one message lists what to install and the exit code is 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/setup-system.sh
source scripts/setup-system.sh

goal=${1:-run}
case $goal in
    run) locks=(requirements/setup.txt requirements/runtime.txt) ;;
    test | dist) locks=(requirements/setup.txt requirements/dev.txt) ;;
    *) printf 'usage: scripts/setup.sh [run|test|dist]\n' >&2; exit 2 ;;
esac
venv=.venv
log=$venv/setup.log

say() { printf 'setup: %s\n' "$*"; }

fail() {
    printf 'setup: %s\n' "$@" >&2
    exit 1
}

find_python() {
    local name
    for name in python3.11 python3 python; do
        if command -v "$name" >/dev/null &&
            "$name" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            printf '%s\n' "$name"
            return
        fi
    done
    return 1
}

stamp_of() { # what .venv was made from: Python, place, locks and what the project says of itself
    { printf '%s\n' "$PWD" "$(readlink -f "$(command -v "$python")")"; cat "$@" pyproject.toml; } | cksum
}

is_ready() {
    local stamp
    stamp=$(stamp_of "${locks[@]}")
    [ -x "$venv/bin/desk-app" ] || return 1
    [ "$stamp" = "$(cat "$venv/.ready-$goal" 2>/dev/null)" ]
}

quietly() {
    "$@" </dev/null >>"$log" 2>&1
}

explain_failure() {
    # The log names machines; it stays on this one.
    fail "$1" "the details are at the end of $log"
}

pip_setting() { # NAME: as pip itself resolves it from its files and the environment
    "$venv/bin/python" -m pip config list 2>/dev/null |
        sed -nE "s/^(:env:|[a-z]+)\.$1='(.*)'\$/\2/p" | sed 's/\\n/ /g' | tr '\n' ' '
}

pass_pip_settings_to_uv() {
    local value
    value=$(pip_setting index-url)
    if [ -n "${value// /}" ]; then export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-${value%% *}}"; fi
    value=$(pip_setting extra-index-url)
    if [ -n "${value// /}" ]; then export UV_INDEX="${UV_INDEX:-$value}"; fi
    value=$(pip_setting find-links)
    if [ -n "${value// /}" ]; then
        value=$(xargs -n1 <<<"$value" | sort -u | paste -sd,)
        export UV_FIND_LINKS="${UV_FIND_LINKS:-$value}"
    fi
    value=$(pip_setting cert)
    if [ -n "${value// /}" ]; then export SSL_CERT_FILE="${SSL_CERT_FILE:-${value%% *}}"; fi
    value=$(pip_setting trusted-host)
    if [ -n "${value// /}" ]; then export UV_INSECURE_HOST="${UV_INSECURE_HOST:-$value}"; fi
    # As pip does: any index may hold the version; the hashes say that it is the right one.
    export UV_INDEX_STRATEGY=unsafe-best-match UV_SYSTEM_CERTS=true UV_LINK_MODE="${UV_LINK_MODE:-copy}"
}

install_locked() {
    say "installing the Python libraries (once, a few hundred megabytes)"
    local pip=("$venv/bin/python" -m pip install --require-hashes --disable-pip-version-check)
    quietly "${pip[@]}" -r requirements/setup.txt ||
        explain_failure "pip cannot install the tools in requirements/setup.txt"
    if (pass_pip_settings_to_uv && quietly "$venv/bin/uv" pip sync --python "$venv/bin/python" \
        --require-hashes "${locks[@]}"); then
        return
    fi
    say "uv could not, trying pip"
    quietly "${pip[@]}" "${locks[@]/#/-r}" ||
        explain_failure "the Python libraries cannot be installed: is there a way to the package index?"
}

install_project() {
    quietly "$venv/bin/python" -m pip install --no-deps --no-build-isolation \
        --disable-pip-version-check --editable . || explain_failure "desk-app itself cannot be installed"
}

compile_all() {
    # Without .pyc files every start pays for compiling again, seconds of it.
    say "compiling"
    env -u PYTHONDONTWRITEBYTECODE "$venv/bin/python" -m compileall -q -j 0 \
        "$venv/lib" desk_app >>"$log" 2>&1 || true
}

main() {
    need_system "$goal"
    python=$(find_python) || fail "this needs Python 3.11 (Debian 12: apt-get install python3 python3-venv)"
    if is_ready; then return; fi
    if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        say "making $venv"
        "$python" -m venv --clear "$venv" || fail "Python cannot make a virtual environment in $venv"
    fi
    : >"$log"
    rm -f "$venv"/.ready-*
    install_locked
    install_project
    compile_all
    # What tests need includes what running needs.
    if [ "$goal" != run ]; then
        stamp_of "${locks[@]}" | tee "$venv/.ready-test" >"$venv/.ready-dist"
    fi
    stamp_of requirements/setup.txt requirements/runtime.txt >"$venv/.ready-run"
    say "ready"
}

main
