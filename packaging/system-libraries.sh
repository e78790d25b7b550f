#!/bin/sh
# Finds which of the system libraries that Qt needs are missing, and installs them where it may.
#
#   packaging/system-libraries.sh [PYTHON]
#
# Status 0: all are there (now). Status 1: some are missing; the line to run has been printed.
set -eu

python=${1:-python3}
[ "$(uname -s)" = Linux ] || exit 0

# Library file, and the Debian or Ubuntu package that carries it.
libraries='
libEGL.so.1            libegl1
libGL.so.1             libgl1
libOpenGL.so.0         libopengl0
libX11.so.6            libx11-6
libX11-xcb.so.1        libx11-xcb1
libXext.so.6           libxext6
libXrandr.so.2         libxrandr2
libcups.so.2           libcups2
libdbus-1.so.3         libdbus-1-3
libdrm.so.2            libdrm2
libfontconfig.so.1     libfontconfig1
libfreetype.so.6       libfreetype6
libglib-2.0.so.0       libglib2.0-0
libgssapi_krb5.so.2    libgssapi-krb5-2
libpipewire-0.3.so.0   libpipewire-0.3-0
libpulse.so.0          libpulse0
libva.so.2             libva2
libva-drm.so.2         libva-drm2
libva-x11.so.2         libva-x11-2
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1    libwayland-egl1
libxcb.so.1            libxcb1
libxcb-cursor.so.0     libxcb-cursor0
libxcb-glx.so.0        libxcb-glx0
libxcb-icccm.so.4      libxcb-icccm4
libxcb-image.so.0      libxcb-image0
libxcb-keysyms.so.1    libxcb-keysyms1
libxcb-randr.so.0      libxcb-randr0
libxcb-render.so.0     libxcb-render0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0      libxcb-shape0
libxcb-shm.so.0        libxcb-shm0
libxcb-sync.so.1       libxcb-sync1
libxcb-util.so.1       libxcb-util1
libxcb-xfixes.so.0     libxcb-xfixes0
libxcb-xkb.so.1        libxcb-xkb1
libxkbcommon.so.0      libxkbcommon0
libxkbcommon-x11.so.0  libxkbcommon-x11-0
'

missing() {
    LIBRARIES="$libraries" "$python" -c '
import ctypes, os
words = os.environ["LIBRARIES"].split()
for library, package in zip(words[::2], words[1::2]):
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
'
}

packages=$(missing | tr '\n' ' ')
packages=${packages% }
[ -n "$packages" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Laurel needs system libraries that this machine lacks. In Debian they are called: $packages" >&2
    echo "Install your system's packages for them and start again." >&2
    exit 1
fi

install="apt-get update && apt-get install --yes --no-install-recommends $packages"
if [ "$(id -u)" = 0 ]; then
    may=''
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    may='sudo -n'
else
    echo "Laurel needs system libraries that this machine lacks. Run this one line and start again:" >&2
    echo "  sudo sh -c '$install'" >&2
    exit 1
fi

echo "Installing the missing system libraries: $packages"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! $may sh -c "export DEBIAN_FRONTEND=noninteractive; $install" </dev/null >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "The libraries could not be installed. Run this one line as administrator and start again:" >&2
    echo "  $install" >&2
    exit 1
fi
packages=$(missing | tr '\n' ' ')
[ -z "$packages" ] || { echo "These are still missing after the installation: $packages" >&2; exit 1; }
