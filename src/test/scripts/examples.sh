# shellcheck shell=bash
# What config-test and proxy-test share: packages, a certificate, and the examples of server-config/ for this machine's ports.

me=${0##*/}

die() {
    echo "$me: $*" >&2
    exit 1
}

# install_packages package… : from Debian, where it may
install_packages() {
    (($#)) || return 0
    local policy=/usr/sbin/policy-rc.d
    [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null || die "missing: apt-get install $*"
    echo "installing $*"
    (
        if [[ ! -e $policy ]]; then # the packages would start services of their own
            trap 'rm -f "$policy"' EXIT
            printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 0755 "$policy"
        fi
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"
    ) >"$folder/apt.log" 2>&1 || die "$* could not be installed, see $folder/apt.log"
}

missing_balancers() {
    command -v nginx >/dev/null || echo nginx-light
    command -v haproxy >/dev/null || echo haproxy
    command -v openssl >/dev/null || echo openssl
}

certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=chat.example.org \
        -addext subjectAltName=DNS:chat.example.org,IP:127.0.0.1 \
        -keyout "$folder/recado.key" -out "$folder/recado.crt" 2>/dev/null
    cat "$folder/recado.crt" "$folder/recado.key" >"$folder/recado.pem"
}

# nginx_example http https node1 node2: the example for these ports, within the least that nginx needs
nginx_example() {
    mkdir -p "$folder/nginx"
    sed -e "s|/etc/nginx/recado|$folder/recado|; s|/var/log/nginx|$folder/nginx|" \
        -e "s|node1:8080|127.0.0.1:$3|; s|node2:8080|127.0.0.1:$4|" \
        -e "s|listen 80;|listen 127.0.0.1:$1;|; s|listen 443 |listen 127.0.0.1:$2 |" \
        "$config/nginx/recado.conf" >"$folder/nginx/recado.conf"
    {
        echo "pid $folder/nginx/pid; events {} http { include $folder/nginx/recado.conf;"
        for part in client_body proxy fastcgi uwsgi scgi; do echo "${part}_temp_path $folder/nginx/$part;"; done
        echo "}"
    } >"$folder/nginx/nginx.conf"
}

# haproxy_example http https node1 node2, and for a machine that allows less open files
haproxy_example() {
    sed -e "s|/etc/haproxy/recado.pem|$folder/recado.pem|" \
        -e "s|node1:8080|127.0.0.1:$3|; s|node2:8080|127.0.0.1:$4|" \
        -e "s|maxconn 20000|maxconn 2000|" \
        -e "s|bind :80\$|bind 127.0.0.1:$1|; s|bind :443 |bind 127.0.0.1:$2 |" \
        "$config/haproxy/haproxy.cfg" >"$folder/haproxy.cfg"
}
