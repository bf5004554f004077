# Sourced by setup.sh: what the system must bring, and how it comes.
# shellcheck shell=bash
# Each line: Debian package, then what shows that it is there (a library's soname, a program, a check).

window_libraries='
libgl1 libGL.so.1
libegl1 libEGL.so.1
libglib2.0-0 libglib-2.0.so.0
libxkbcommon0 libxkbcommon.so.0
libfontconfig1 libfontconfig.so.1
libdbus-1-3 libdbus-1.so.3
libzbar0 libzbar.so.0
postgresql :postgresql
'
x11_libraries='
libxcb-cursor0 libxcb-cursor.so.0
libxkbcommon-x11-0 libxkbcommon-x11.so.0
libxcb-icccm4 libxcb-icccm.so.4
libxcb-keysyms1 libxcb-keysyms.so.1
libxcb-shape0 libxcb-shape.so.0
libxcb-randr0 libxcb-randr.so.0
libxcb-xkb1 libxcb-xkb.so.1
libx11-xcb1 libX11-xcb.so.1
'
test_tools='
xvfb :Xvfb
xauth :xauth
xdotool :xdotool
poppler-utils :pdftoppm
'
dist_tools='
binutils :objdump
libpython3.11 libpython3.11.so.1.0
'
# The app runs without these: it decodes with one decoder less, and the demo has no centre.
optional=' libzbar0 postgresql '

has_postgresql() {
    local server
    for server in /usr/lib/postgresql/*/bin/postgres; do
        [ -x "$server" ] && [ "$(basename "${server%/bin/postgres}")" -ge 15 ] && return
    done
    command -v postgres >/dev/null
}

has() { # SIGN
    case $1 in
        :postgresql) has_postgresql ;;
        :*) command -v "${1#:}" >/dev/null ;;
        libpython*) [[ $known_libraries == *"$1 "* ]] || python_is_shared ;;
        *) [[ $known_libraries == *"$1 "* ]] ;;
    esac
}

python_is_shared() {
    python3.11 -c 'import pathlib, sysconfig as s
lib = pathlib.Path(s.get_config_var("LIBDIR"), s.get_config_var("INSTSONAME"))
raise SystemExit(not (s.get_config_var("Py_ENABLE_SHARED") and lib.exists()))' 2>/dev/null
}

missing_for() { # GOAL: Debian packages, one a line
    local package sign groups=$window_libraries
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$1" != run ]; then groups+=$x11_libraries; fi
    case $1 in test) groups+=$test_tools ;; dist) groups+=$dist_tools ;; esac
    while read -r package sign; do
        if [ -n "$package" ] && ! has "$sign"; then printf '%s\n' "$package"; fi
    done <<<"$groups"
    if ! python3.11 -c 'import ensurepip, venv' 2>/dev/null &&
        ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        printf 'python3-venv\n'
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

keep_postgresql_asleep() {
    # The tests and the demo start servers of their own; Debian need not run one for us.
    local conf=/etc/postgresql-common/createcluster.conf
    if [ ! -e "$conf" ]; then
        as_root mkdir -p "${conf%/*}"
        printf 'create_main_cluster = false\n' | as_root tee "$conf" >/dev/null
    fi
}

apt_install() {
    local log
    log=$(mktemp)
    printf 'setup: installing from Debian: %s\n' "$*"
    if [[ " $* " == *" postgresql "* ]]; then keep_postgresql_asleep || true; fi
    if { as_root apt-get update &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
    } </dev/null >"$log" 2>&1; then
        rm -f "$log"
        return
    fi
    printf 'setup: apt-get could not install them; what it said is in %s\n' "$log" >&2
    return 1
}

need_system() { # GOAL
    local known_libraries package missing=() needed=()
    known_libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null || true)
    [ "$(uname -s)" = Linux ] || return 0
    mapfile -t missing < <(missing_for "$1")
    [ "${#missing[@]}" -gt 0 ] || return 0
    if may_install && apt_install "${missing[@]}"; then return 0; fi
    for package in "${missing[@]}"; do
        if [ "$1" != run ] || [[ $optional != *" $package "* ]]; then needed+=("$package"); fi
    done
    if [ "${#needed[@]}" -eq 0 ]; then
        printf 'setup: going on without %s (sudo apt-get install adds them)\n' "${missing[*]}"
        return 0
    fi
    printf 'setup: these Debian packages are missing and this user may not install them. Run, then try again:\n' >&2
    printf '\n    sudo apt-get update && sudo apt-get install -y %s\n\n' "${missing[*]}" >&2
    printf '还缺这些系统软件包，请先运行上面的命令，再试一次。\n' >&2
    exit 1
}
