#!/bin/sh
# Makes a bare Debian 12 (git and make, root or sudo) able to run, test or package this project, and says what it does.
# usage: deploy/setup.sh run|test|package      Done before: nothing is touched, it costs a fraction of a second.
set -eu

goal=${1:?usage: deploy/setup.sh run|test|package}
cd "$(dirname "$0")/.."
venv=.venv

say() { echo "setup: $*"; }
fail() { echo "setup: $*" >&2; exit 1; }

# --- Debian packages: what is asked for is what is missing, nothing else -------------------------------------------
# PROBE:PACKAGE; a probe is a shared library by its soname, or a program by its name.
qt_needs='libEGL.so.1:libegl1 libGL.so.1:libgl1 libfontconfig.so.1:libfontconfig1 libxkbcommon.so.0:libxkbcommon0
  libdbus-1.so.3:libdbus-1-3 libglib-2.0.so.0:libglib2.0-0 libgssapi_krb5.so.2:libgssapi-krb5-2 fc-list:fontconfig'
x11_needs='libX11-xcb.so.1:libx11-xcb1 libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4
  libxcb-image.so.0:libxcb-image0 libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-randr.so.0:libxcb-randr0
  libxcb-render-util.so.0:libxcb-render-util0 libxcb-render.so.0:libxcb-render0 libxcb-shape.so.0:libxcb-shape0
  libxcb-shm.so.0:libxcb-shm0 libxcb-sync.so.1:libxcb-sync1 libxcb-util.so.1:libxcb-util1
  libxcb-xfixes.so.0:libxcb-xfixes0 libxcb-xkb.so.1:libxcb-xkb1 libxcb-glx.so.0:libxcb-glx0
  libxkbcommon-x11.so.0:libxkbcommon-x11-0'
wayland_needs='libwayland-client.so.0:libwayland-client0 libwayland-cursor.so.0:libwayland-cursor0
  libwayland-egl.so.1:libwayland-egl1'
test_needs='libzbar.so.0:libzbar0 zbarimg:zbar-tools pdftotext:poppler-utils pg_ctlcluster:postgresql
  chromium:chromium chromedriver:chromium-driver ip:iproute2 systemd-analyze:systemd'
package_needs='objdump:binutils'

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif [ -t 0 ]; then sudo "$@"
  else sudo -n "$@"
  fi
}

apt_install() {
  command -v apt-get >/dev/null || fail "please install by hand (no apt-get here): $*"
  say "installing Debian packages: $*"
  log=$(mktemp)
  if ! { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@"; } </dev/null >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    fail "apt-get failed; it must be root or have sudo, and reach a Debian mirror: $*"
  fi
  rm -f "$log"
}

libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)
missing_of() {
  for pair in "$@"; do
    probe=${pair%%:*}
    case $probe in
      *.so.*) case $libraries in *"$probe "*) continue ;; esac ;;
      *) if command -v "$probe" >/dev/null; then continue; fi ;;
    esac
    printf '%s ' "${pair#*:}"
  done
}

needs=$qt_needs
[ -z "${DISPLAY:-}" ] || needs="$needs $x11_needs"
[ -z "${WAYLAND_DISPLAY:-}" ] || needs="$needs $wayland_needs"
[ "$goal" = run ] || needs="$needs $test_needs"
[ "$goal" != package ] || needs="$needs $package_needs"
# shellcheck disable=SC2086 # the lists are words on purpose
missing=$(missing_of $needs)

# --- Python 3.11 or newer that can make a virtual environment with pip ---------------------------------------------
sound_python() { # 3.15 and later: the locked PySide6 has no wheel for it
  "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' >/dev/null 2>&1
}
find_python() {
  for candidate in python3.11 python3.12 python3.13 python3.14 python3 /usr/bin/python3 /usr/local/bin/python3 \
    "${HOME:-/root}"/.pyenv/versions/*/bin/python3; do
    if sound_python "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
}
python=
if ! "$venv/bin/python" -c 'import pip' >/dev/null 2>&1; then
  python=$(find_python)
  [ -n "$python" ] || missing="$missing python3 python3-venv"
fi

# shellcheck disable=SC2086
[ -z "$missing" ] || apt_install $missing

# --- the virtual environment, exactly as locked --------------------------------------------------------------------
if ! "$venv/bin/python" -c 'import pip' >/dev/null 2>&1; then
  [ -n "$python" ] || python=$(find_python)
  [ -n "$python" ] || fail "no Python from 3.11 to 3.14 with the venv module was found"
  say "making $venv with $python ($("$python" -c 'import platform; print(platform.python_version())'))"
  rm -rf "$venv"
  "$python" -m venv "$venv"
fi

install_lock() { # LOCK NOTE: installs unless this very lock is in place
  stamp="$venv/.installed-$1"
  if cmp -s "$1" "$stamp"; then return; fi
  say "installing $(grep -c '^[a-z0-9]' "$1") packages from $1, each checked by its hash ($2)"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps \
    -r "$1" </dev/null || fail "pip could not install $1; is there a way to a package index?"
  cp "$1" "$stamp"
}
if [ "$goal" = run ]; then
  # what the longer lock has installed holds the shorter one too, pin by pin (a test compares them)
  cmp -s requirements-dev.lock "$venv/.installed-requirements-dev.lock" || install_lock requirements.lock "about a minute"
else
  install_lock requirements-dev.lock "a minute or two"
fi

if [ "$goal" = package ] && ! "$venv/bin/python" -c 'import sysconfig, sys, os
lib = sysconfig.get_config_var
sys.exit(not os.path.exists(os.path.join(lib("LIBDIR"), lib("MULTIARCH") or "", lib("INSTSONAME") or "?"))
         and not os.path.exists(os.path.join(lib("LIBDIR"), lib("INSTSONAME") or "?")))'; then
  apt_install "libpython$("$venv/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
fi

if [ ! -x "$venv/bin/kiosk" ]; then
  cat >"$venv/bin/kiosk" <<'END'
#!/bin/sh
here=$(cd "$(dirname "$0")/../.." && pwd)
PYTHONPATH=$here exec "$here/.venv/bin/python" -m kiosk "$@"
END
  chmod +x "$venv/bin/kiosk"
fi
