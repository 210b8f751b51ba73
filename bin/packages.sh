# Sourced by the commands beside it: what they need from the machine, and how they get it.

# Each pair is FILE=PACKAGE: a command, a path or a pattern of paths, and the Debian package that brings it.
dovecot_packages=(/usr/sbin/dovecot=dovecot-core /usr/lib/dovecot/imap=dovecot-imapd /usr/lib/dovecot/pop3=dovecot-pop3d
  /usr/lib/dovecot/submission=dovecot-submissiond /usr/lib/dovecot/managesieve=dovecot-managesieved
  /usr/lib/dovecot/modules/auth/libauthdb_lua.so=dovecot-auth-lua)
# Faults of a cluster: networks of nodes, their clocks, the balancer and the database.
cluster_packages=(ip=iproute2 nsenter=util-linux '/usr/lib/*/faketime/libfaketimeMT.so.1=faketime' openssl=openssl
  /usr/sbin/haproxy=haproxy '/usr/lib/postgresql/*/bin/postgres=postgresql')
browser_packages=(chromium-headless-shell=chromium-headless-shell)
gateway_packages=("${dovecot_packages[@]}" /usr/lib/dovecot/modules/auth/libdriver_sqlite.so=dovecot-sqlite python3=python3 openssl=openssl ps=procps
  /usr/sbin/mariadbd=mariadb-server '/usr/lib/postgresql/*/bin/postgres=postgresql'
  /usr/sbin/postfix=postfix swaks=swaks '/usr/lib/*/perl5/*/Net/SSLeay.pm=libnet-ssleay-perl'
  prosody=prosody /usr/lib/prosody/modules/mod_auth_dovecot=prosody-modules
  /usr/sbin/haproxy=haproxy /usr/sbin/nginx=nginx-light /usr/lib/nginx/modules/ngx_mail_module.so=libnginx-mod-mail
  /usr/bin/radicale=radicale /usr/bin/caddy=caddy curl=curl systemd-analyze=systemd
  /usr/sbin/freeradius=freeradius /usr/lib/freeradius/rlm_rest.so=freeradius-rest radclient=freeradius-utils
  eapol_test=eapoltest pamtester=pamtester '/usr/lib/*-linux-gnu/libpam_wrapper.so=libpam-wrapper'
  /usr/sbin/saslauthd=sasl2-bin /usr/sbin/slapd=slapd ldapwhoami=ldap-utils
  /usr/lib/python3/dist-packages/ldap3/__init__.py=python3-ldap3 promtool=prometheus /bin/busybox=busybox
  /usr/sbin/openvpn=openvpn /opt/exim4-daemon-light/version=exim4-daemon-light
  /usr/sbin/apache2=apache2 /usr/sbin/squid=squid
  /usr/sbin/sogod=sogo /usr/lib/GNUstep/SOGo/ActiveSync.SOGo=sogo-activesync /usr/bin/memcached=memcached /usr/sbin/nft=nftables)
# Those that other packages of the list exclude. They are unpacked below /opt, beside a file with their version.
unpacked_packages=(exim4-daemon-light)

# require_java_and_maven: says in one line what is missing and ends with 2.
require_java_and_maven() {
  local version
  for command in java javac mvn; do
    command -v "$command" >/dev/null || fail "Missing: $command. Install Debian's default-jdk-headless and maven."
  done
  version=$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge 17 ] || fail "JDK 17 or later is needed; javac here is version ${version:-unknown}."
}

# debian_version: 12 or 13, the version of this machine's Debian; nothing, and 1, on any other system.
debian_version() {
  (. /etc/os-release && [ "$ID" = debian ] && [[ $VERSION_ID =~ ^1[23]$ ]] && printf '%s\n' "$VERSION_ID") 2>/dev/null
}

# require_packages FILE=PACKAGE...: installs each Debian package whose file is missing, if this is Debian 12 or 13 and the
# user is root. Otherwise names the missing packages in one line and ends with 2. No service is started now; but the next boot
# starts those that Debian's packages enable (apache2, squid, openvpn, caddy, postfix, mariadb, sogo, memcached). "systemctl disable" keeps one off.
require_packages() {
  local pair missing=()
  for pair in "$@"; do
    is_there "${pair%%=*}" || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  debian_version >/dev/null || fail "Missing: ${missing[*]} (names of Debian packages). This machine has neither Debian 12 nor 13."
  [ "$(id -u)" = 0 ] || fail "Missing Debian packages: ${missing[*]}. Install them with: apt-get install ${missing[*]}"
  say "Installing Debian packages: ${missing[*]}"
  install_quietly "${missing[@]}" || fail "Could not install Debian packages: ${missing[*]}. Is there a network?"
}

is_there() { # a command, or a pattern of absolute paths
  case $1 in
    /*) compgen -G "$1" >/dev/null ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# What Debian's packages would do beside: start their services, and make a database for PostgreSQL. A file keeps them from
# each while they are installed, and goes again however the installation ends.
install_quietly() (
  policy=/usr/sbin/policy-rc.d
  no_database=/etc/postgresql-common/createcluster.d/app-passwords.conf
  made=()
  trap 'rm -f "${made[@]}"' EXIT
  trap 'exit 130' INT TERM HUP
  if [ ! -e "$policy" ]; then
    made+=("$policy")
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" || exit
  fi
  made+=("$no_database")
  mkdir -p "${no_database%/*}" && printf 'create_main_cluster = off\n' >"$no_database" || exit
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null 2>&1
  installed_packages=()
  for package in "$@"; do
    if [[ " ${unpacked_packages[*]} " == *" $package "* ]]; then
      unpack "$package" || exit
    else
      installed_packages+=("$package")
    fi
  done
  [ ${#installed_packages[@]} = 0 ] || apt-get install -y -qq --no-install-recommends "${installed_packages[@]}" >/dev/null 2>&1
)

# Unpacks a package and installs the libraries that it is linked to. Exim looks for its user, which its other package makes.
unpack() ( # package
  folder=$(mktemp -d) && cd "$folder" && trap 'rm -rf "$folder"' EXIT || exit
  apt-get download -qq "$1" >/dev/null 2>&1 || exit
  mapfile -t libraries < <(dpkg-deb -f ./*.deb Depends | tr ',' '\n' | sed 's/^ *//; s/[ (|].*//' | grep '^lib')
  apt-get install -y -qq --no-install-recommends "${libraries[@]}" >/dev/null 2>&1 &&
    mkdir -p "/opt/$1" && dpkg-deb -x ./*.deb "/opt/$1" || exit
  getent passwd Debian-exim >/dev/null || useradd --system --no-create-home --shell /usr/sbin/nologin Debian-exim || exit
  dpkg-deb -f ./*.deb Version >"/opt/$1/version"
)

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s\n' "$*" >&2
  exit 2
}
