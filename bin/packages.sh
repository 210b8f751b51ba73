# Sourced by the commands beside it: what they need from the machine, and how they get it.

# require_java_and_maven: says in one line what is missing and ends with 2.
require_java_and_maven() {
  local version
  for command in java javac mvn; do
    command -v "$command" >/dev/null || fail "Missing: $command. Install Debian's openjdk-17-jdk-headless and maven."
  done
  version=$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge 17 ] || fail "JDK 17 or later is needed; javac here is version ${version:-unknown}."
}

# require_packages FILE=PACKAGE...: installs each Debian package whose file (a path, or a command) is not there, when
# it may; otherwise names them in one line and ends with 2. No service is started by it.
require_packages() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || [ -e "${pair%%=*}" ] || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    fail "Missing Debian packages: ${missing[*]}. Install them with: apt-get install ${missing[*]}"
  fi
  say "Installing Debian packages: ${missing[*]}"
  install_without_services "${missing[@]}" || fail "Could not install Debian packages: ${missing[*]}. Is there a network?"
}

# Dovecot with all that the recipe serves.
require_dovecot() {
  require_packages /usr/sbin/dovecot=dovecot-core /usr/lib/dovecot/imap=dovecot-imapd /usr/lib/dovecot/pop3=dovecot-pop3d \
    /usr/lib/dovecot/submission=dovecot-submissiond /usr/lib/dovecot/managesieve=dovecot-managesieved \
    /usr/lib/dovecot/modules/auth/libauthdb_lua.so=dovecot-auth-lua
}

# PostgreSQL without the database that its package makes: a setting that must be there first keeps it from that.
require_postgresql() {
  local setting=/etc/postgresql-common/createcluster.d/no-main-cluster.conf made=
  local server=/usr/lib/postgresql/15/bin/postgres
  if [ ! -e "$server" ] && [ "$(id -u)" = 0 ] && [ ! -e "$setting" ]; then
    mkdir -p "${setting%/*}" && printf 'create_main_cluster = off\n' >"$setting" && made=yes
  fi
  require_packages "$server=postgresql-15"
  [ -z "$made" ] || rm -f "$setting"
}

install_without_services() {
  local policy=/usr/sbin/policy-rc.d made=
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && made=yes
  fi
  DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
  local status=$?
  [ -z "$made" ] || rm -f "$policy"
  return $status
}

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s\n' "$*" >&2
  exit 2
}
