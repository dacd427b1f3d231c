# shellcheck shell=sh
# What browser-tests and console-outages-test share: the browser, in CHROMIUM, installed where it is missing and that is allowed.

CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
export CHROMIUM
if [ ! -x "$CHROMIUM" ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "$0: $CHROMIUM is not there and cannot be installed by this user: apt-get install chromium, or set CHROMIUM" >&2
        exit 1
    fi
    echo "installing chromium"
    if ! apt-get update -qq || ! DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; then
        echo "$0: chromium could not be installed" >&2
        exit 1
    fi
fi
