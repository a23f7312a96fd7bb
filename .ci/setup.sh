# The set-up that ./brief and ./check share; sourced by them with $root set. POSIX sh.
# shellcheck shell=sh disable=SC2154  # root

venv=$root/.venv
# shellcheck disable=SC2034  # read by those who source this
base_locks="requirements-build.lock requirements.lock"
# What WeasyPrint loads, as library=Debian package; the first brings Pango, HarfBuzz, Fontconfig and GLib with it.
libraries="libpangoft2-1.0.so.0=libpangoft2-1.0-0 libharfbuzz-subset.so.0=libharfbuzz-subset0"

certificates=/etc/ssl/certs/ca-certificates.crt

# A user's own settings must not reach into the environment; and without bytecode every start is several times slower.
unset PYTHONHOME PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$program: $*"
    exit 4
}

# --- what the system gives -------------------------------------------------------------------------------------------

# Prints the newest Python on the path that is 3.11 or later; with "venv", one that can also make an environment.
find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        command -v "$candidate" >/dev/null 2>&1 || continue
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        [ "${1-}" != venv ] || "$candidate" -c 'import ensurepip, venv' 2>/dev/null || continue
        command -v "$candidate"
        return
    done
    return 1
}

# Prints the packages of a Python that would do: the distribution's own where it is new enough.
python_packages() {
    if found=$(find_python); then
        case $found in
            /usr/bin/python3.*) echo "${found##*/}-venv" ;;
            *) echo python3-venv ;;
        esac
        return
    fi
    if command -v python3 >/dev/null 2>&1; then
        for version in 3.13 3.12 3.11; do
            if apt-cache show "python$version-venv" >/dev/null 2>&1; then
                echo "python$version python$version-venv"
                return
            fi
        done
    fi
    echo "python3 python3-venv"
}

missing_libraries() {
    have=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null) || have=
    for pair in $libraries; do
        case $have in
            *"${pair%%=*} "*) ;;
            *) printf '%s ' "${pair#*=}" ;;
        esac
    done
}

# Prints the Debian packages that are missing; the arguments are further ones, as command=package.
missing_packages() {
    find_python venv >/dev/null || printf '%s ' "$(python_packages)"
    missing_libraries
    for pair in "$@"; do
        command -v "${pair%%=*}" >/dev/null 2>&1 || printf '%s ' "${pair#*=}"
    done
}

# Sets as_root to what a command as root begins with; fails where there is no way to be root.
become_root() {
    as_root=
    [ "$(id -u)" = 0 ] && return
    as_root=sudo
    command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || { [ -t 0 ] && [ -t 2 ]; }; }
}

install_packages() {
    line="apt-get install -y --no-install-recommends $*"
    command -v apt-get >/dev/null 2>&1 ||
        fail "this system lacks what these Debian packages hold: $*. Install them in its own way and call again."
    if ! become_root; then
        say "$program: some system packages are missing, and installing them takes root. Have this run as root:"
        say ""
        say "    apt-get update && $line"
        say ""
        say "and call $program again."
        exit 4
    fi
    say "Installing system packages: $*"
    # shellcheck disable=SC2086  # as_root is empty or sudo, line is a command
    said=$({ $as_root apt-get update -qq || :; $as_root env DEBIAN_FRONTEND=noninteractive $line; } 2>&1) || {
        say "$said"
        fail "apt-get could not install the packages; why stands above. The command was: $line"
    }
}

# need_packages [command=package]...
need_packages() {
    packages=$(missing_packages "$@")
    packages=$(printf '%s' "$packages" | tr -s ' ')
    [ -z "${packages% }" ] && return
    # shellcheck disable=SC2086  # a list of names
    install_packages ${packages% }
    find_python venv >/dev/null ||
        fail "Python 3.11 or later is needed, with its venv module; this system offers $(python3 -V 2>&1 || echo none)."
}

# want_packages [command=package]...: what makes more tests run. Where it cannot be had, or where apt would have to take
# something away for it, the tests are skipped and say so.
want_packages() {
    wanted=
    for pair in "$@"; do
        (PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%=*}" >/dev/null 2>&1) || wanted="$wanted ${pair#*=}"
    done
    [ -z "$wanted" ] && return
    if ! command -v apt-get >/dev/null 2>&1 || ! become_root; then
        say "$program: without these Debian packages some tests are skipped:$wanted"
        return
    fi
    say "Installing what some tests need:$wanted"
    $as_root apt-get update -qq >/dev/null 2>&1 || :
    for package in $wanted; do
        said=$($as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends --no-remove \
            "$package" 2>&1) || say "$package could not be installed; the tests that need it are skipped: ${said##*
}"
    done
}

# --- the environment -------------------------------------------------------------------------------------------------

# What the environment was made from: the place, the Python, and the bytes of the locks named.
fingerprint() {
    printf '%s\n' "$root"
    "$venv/bin/python" -V 2>&1 || return 1
    # shellcheck disable=SC2086  # a list of names
    (cd "$root" && cat pyproject.toml .ci/setup.sh $1) | sha256sum
}

# ready STAMP LOCKS: whether the environment was finished from these locks and stands where it was made.
ready() {
    [ -f "$venv/$1" ] && [ ! -e "$venv/.unfinished" ] && print=$(fingerprint "$2") && [ "$print" = "$(cat "$venv/$1")" ]
}

# An environment that a broken-off set-up left, that was moved here, or whose Python is gone is made anew.
sound() {
    [ ! -e "$venv/.unfinished" ] && [ -x "$venv/bin/python" ] &&
        [ "$("$venv/bin/python" -c 'import sys; print(sys.prefix)' 2>/dev/null)" = "$venv" ] &&
        "$venv/bin/python" -m pip --version >/dev/null 2>&1 &&
        { [ ! -f "$venv/.place" ] || [ "$(cat "$venv/.place")" = "$root $("$venv/bin/python" -V)" ]; }
}

# Neither PYTHONPATH nor a configured --user may send the packages elsewhere.
pip() { PIP_USER=0 "$venv/bin/python" -I -m pip --disable-pip-version-check --quiet "$@" >&2; }

# uv first, for it is many times faster; pip where it fails, for pip knows the machine's own configuration.
install_python() {
    if [ -x "$venv/bin/uv" ]; then
        # Certificates that were added to the system (a company's proxy) count for uv too.
        if [ -z "${SSL_CERT_FILE-}" ] && [ -s "$certificates" ]; then export SSL_CERT_FILE="$certificates"; fi
        "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-build-isolation --compile-bytecode \
            "$@" >&2 && return
        say "uv did not manage; trying with pip, which takes longer."
    fi
    pip install --no-build-isolation "$@"
}

# make_environment STAMP LOCKS
make_environment() {
    if [ -e "$venv" ] && ! sound; then
        say "The environment in .venv is unfinished, broken or was moved: making it anew."
        rm -rf "$venv" || fail "cannot remove $venv"
    fi
    if [ ! -e "$venv" ]; then
        python=$(find_python venv) || fail "Python 3.11 or later is needed, with its venv module."
        say "Making a Python environment in .venv ($("$python" -V))."
        { mkdir "$venv" && : >"$venv/.unfinished"; } || fail "cannot write $venv"
        "$python" -m venv "$venv" >&2 || fail "'$python -m venv' failed; what it said stands above."
    fi
    : >"$venv/.unfinished"
    cd "$root" || exit 4
    say "Installing the tools of the set-up."
    pip install --require-hashes --only-binary :all: -r requirements-build.lock || give_up
    say "Installing the packages, each checked against its hash; this takes a minute the first time."
    set -- "$1" "$2" ""
    for lock in $2; do set -- "$1" "$2" "$3 -r $lock"; done
    # shellcheck disable=SC2086  # options
    install_python --require-hashes $3 || give_up
    install_python --no-deps --no-index --editable . || give_up
    "$venv/bin/python" -m compileall -q briefing >&2 || true
    printf '%s\n' "$root $("$venv/bin/python" -V)" >"$venv/.place"
    { fingerprint "$2" >"$venv/$1.new" && mv "$venv/$1.new" "$venv/$1" && rm "$venv/.unfinished"; } ||
        fail "cannot write $venv"
    cd "$called_from" || exit 4
}

give_up() {
    fail "the packages could not be installed; why stands above. Once that is put right (the network?), call again."
}

# set_up STAMP LOCKS [command=package]...: does nothing, at once, when all is there.
set_up() {
    ready "$1" "$2" && return
    stamp=$1 locks=$2
    shift 2
    called_from=$(pwd)
    # Two first runs at the same time: one waits for the other.
    if command -v flock >/dev/null 2>&1; then
        exec 9<"$root"
        flock -n 9 || { say "Another set-up is at work here; waiting for it."; flock 9; }
    fi
    if ! ready "$stamp" "$locks"; then
        need_packages "$@"
        make_environment "$stamp" "$locks"
        say "Ready."
    fi
    exec 9<&-
}
