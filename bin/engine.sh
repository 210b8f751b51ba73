# Sourced by the commands beside it, after packages.sh and processes.sh: a container engine, and the base images, for those
# who cannot pull any.

engine_folder=
engine_pid=
engine_bridge=

# has_engine: whether the engine of whoever calls answers, and Compose is there. A docker client alone is none.
has_engine() {
  command -v docker >/dev/null && timeout 20 docker version --format '{{.Server.Version}}' >/dev/null 2>&1 &&
    { docker compose version || docker-compose version; } >/dev/null 2>&1
}

# can_have_engine: whether a private one may be installed and started here.
can_have_engine() {
  [ "$(id -u)" = 0 ] && debian_version >/dev/null
}

# require_engine_packages: the packages of a private engine, needed if no other engine is there.
require_engine_packages() {
  if has_engine || ! can_have_engine; then return 0; fi
  require_packages /usr/sbin/dockerd=docker.io docker-compose=docker-compose debootstrap=debootstrap ip=iproute2
  # Since Debian 13 the client has a separate package.
  require_packages docker=docker-cli
}

# use_engine KEYCLOAK_FOLDER: the engine that answers, with the official images; else a private one with images that are
# assembled here. Returns 1 where there is none to be had, 2 where one could not be started, each with a line that says so.
use_engine() {
  has_engine && return 0
  if ! can_have_engine; then
    say "No container engine answers: it takes Docker with Compose."
    return 1
  fi
  require_engine_packages
  trap end_private_engine EXIT
  start_private_engine && assemble_bases "$1" || return 2
}

# compose ARGUMENTS...: Compose as the docker client's plugin (v2) or as a separate command (1.29).
compose() {
  if docker compose version >/dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi
}

# start_private_engine: a dockerd of our own, with every path, its bridge and its process known here alone, so that
# end_private_engine leaves nothing of it. It changes no packet filter, so its containers reach each other and are reached
# through published ports, and reach nothing else. Sets DOCKER_HOST and the base images.
start_private_engine() {
  local subnet tries=0
  engine_folder=$(mktemp -d /tmp/app-passwords-engine-XXXXXX) || return
  # Not by the process: two processes in different namespaces can have the same number.
  engine_bridge=kcap-${engine_folder##*-}
  subnet=$(free_subnet) || { say "No private network is free for containers."; return 1; }
  ip link add name "$engine_bridge" type bridge && ip addr add "$subnet.0.1/24" dev "$engine_bridge" &&
    ip link set "$engine_bridge" up || { say "No network bridge can be made for containers."; return 1; }
  # A separate process group, or Ctrl-C would end dockerd before its containers.
  setsid dockerd --data-root "$engine_folder/data" --exec-root "$engine_folder/exec" -p "$engine_folder/pid" \
    -H "unix://$engine_folder/socket" --bridge="$engine_bridge" --default-address-pool "base=$subnet.0.0/16,size=24" \
    --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false >"$engine_folder/log" 2>&1 &
  engine_pid=$!
  export DOCKER_HOST=unix://$engine_folder/socket DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=0
  # No container beside the tests' that cleans up after them: this engine goes as a whole.
  export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=localhost
  until docker info >/dev/null 2>&1; do
    if ! kill -0 "$engine_pid" 2>/dev/null || [ $((tries += 1)) -gt 120 ]; then
      say "dockerd does not start: $(tail -n 3 "$engine_folder/log")"
      return 1
    fi
    sleep 0.5
  done
}

# The first two bytes of a private network of which no address is in use here.
free_subnet() {
  local second used
  used=$(ip -4 addr; ip -4 route)
  for second in 29 28 27 26 25 24 23 22 21; do
    grep -q "172\.$second\." <<<"$used" || { printf '172.%s' "$second"; return 0; }
  done
  return 1
}

# end_private_engine: its containers, itself by its process id, its bridge and its files.
end_private_engine() {
  [ -n "$engine_folder" ] || return 0
  local containers tries=0
  if [ -n "$engine_pid" ]; then
    containers=$(docker ps -aq 2>/dev/null)
    # shellcheck disable=SC2086 # one word each
    [ -z "$containers" ] || docker rm -fv $containers >/dev/null 2>&1
    docker network prune -f >/dev/null 2>&1
    kill "$engine_pid" 2>/dev/null
    wait "$engine_pid" 2>/dev/null
  fi
  ip link del "$engine_bridge" 2>/dev/null
  # The engine mounts its folder onto itself, and the kernel lets go of it a moment after the process.
  until ! grep -q " $engine_folder/" /proc/mounts; do
    awk -v folder="$engine_folder/" 'index($2, folder) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r umount 2>/dev/null
    [ $((tries += 1)) -le 50 ] || break
    sleep 0.2
  done
  rm -rf "$engine_folder"
  engine_folder=
}

# assemble_bases KEYCLOAK_FOLDER: makes the images that cannot be pulled, from Debian's packages and Keycloak's
# distribution, and exports their names as the variables that docker/compose.yaml and the tests read. Each is only as much
# like the official one as our Dockerfiles and compose.yaml see of it. Debian is the machine's, since its Java goes with it.
assemble_bases() {
  local tree=$engine_folder/debian codename
  codename=$(. /etc/os-release && printf '%s\n' "$VERSION_CODENAME")
  say "Assembling base images …"
  in_namespace debootstrap --variant=minbase \
    --include=ca-certificates,dovecot-auth-lua,dovecot-imapd,dovecot-lmtpd,dovecot-submissiond,postfix,postgresql \
    "$codename" "$tree" >"$engine_folder/debootstrap.log" 2>&1 || {
    say "No Debian base could be assembled: $(tail -n 1 "$engine_folder/debootstrap.log")"
    return 1
  }
  export DEBIAN_BASE=local/debian:$codename POSTGRES_IMAGE=local/postgres KEYCLOAK_BASE=local/keycloak BUILD_NETWORK=none
  { tar -C "$tree" --exclude=./proc --exclude=./sys --exclude='./var/cache/apt/archives/*.deb' -c . |
    docker import - "$DEBIAN_BASE" && assemble_postgres "$tree" && assemble_keycloak "$tree" "$1"; } \
    >"$engine_folder/assemble.log" 2>&1 || {
    say "No base images could be assembled: $(tail -n 1 "$engine_folder/assemble.log")"
    return 1
  }
  rm -rf "$tree"
}

# Of the official image what docker/compose.yaml uses: the three variables, the place of the data, pg_isready.
assemble_postgres() { # the Debian tree
  local programs=("$1"/usr/lib/postgresql/*/bin)
  docker build --network=none -t "$POSTGRES_IMAGE" - <<EOF
FROM $DEBIAN_BASE
RUN printf '%s\n' '#!/bin/sh' 'set -e' 'data=/var/lib/postgresql/data' 'chown postgres:postgres \$data' \
  'if [ ! -s \$data/PG_VERSION ]; then' \
  'printf "%s\n" "\$POSTGRES_PASSWORD" >/tmp/password && chown postgres /tmp/password' \
  'setpriv --reuid=postgres --regid=postgres --init-groups initdb -D \$data -U "\$POSTGRES_USER" --pwfile=/tmp/password -A scram-sha-256' \
  'echo "host all all all scram-sha-256" >>\$data/pg_hba.conf && rm /tmp/password' \
  'echo "CREATE DATABASE \$POSTGRES_DB" | setpriv --reuid=postgres --regid=postgres --init-groups postgres --single -D \$data postgres' \
  'fi' 'exec setpriv --reuid=postgres --regid=postgres --init-groups postgres -D \$data -c "listen_addresses=*"' \
  >/usr/local/bin/start && chmod 755 /usr/local/bin/start && install -d -o postgres -g postgres /var/run/postgresql
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:${programs[0]#"$1"}
VOLUME /var/lib/postgresql/data
EXPOSE 5432
STOPSIGNAL SIGINT
CMD ["start"]
EOF
}

# dpkg knows more names than it has packages: Debian 13's libssl3t64 names libssl3.
installed_in() { # the Debian tree, a pattern of packages
  chroot "$1" dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "$2" | sed -n 's/^installed //p'
}

# As the official image: Keycloak below /opt/keycloak, user 1000, a shell and the tools that kc.sh calls, a Java run time,
# no package manager and no curl.
assemble_keycloak() { # the Debian tree, Keycloak's distribution
  local root=$engine_folder/keycloak java_home file
  java_home=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.home = //p')
  mkdir -p "$root"/{etc,opt,proc,sys,dev,root,tmp,usr/bin,usr/sbin,usr/lib,usr/lib64,var}
  chmod 1777 "$root/tmp"
  for file in bin sbin lib lib64; do ln -s "usr/$file" "$root/$file"; done
  chroot "$1" dpkg -L bash coreutils dash findutils grep libacl1 libattr1 libc6 libc-bin libgcc-s1 libgmp10 libpcre2-8-0 \
    libselinux1 $(installed_in "$1" 'libssl3*') libstdc++6 libtinfo6 libzstd1 sed zlib1g |
    sed -E 's#^/(bin|sbin|lib|lib64)/#/usr/\1/#; s#^/##' | grep -vE '^usr/share/(doc|man|info|locale|lintian)|^var/|^$' |
    while IFS= read -r file; do
      if [ -L "$1/$file" ] || [ -f "$1/$file" ]; then printf '%s\0' "$file"; fi
    done | tar -C "$1" --null --no-recursion -T - -c | tar -C "$root" -x || return
  chroot "$root" /sbin/ldconfig
  printf 'root:x:0:0:root:/root:/bin/bash\nkeycloak:x:1000:0:keycloak user:/opt/keycloak:/sbin/nologin\n' >"$root/etc/passwd"
  printf 'root:x:0:\nkeycloak:x:1000:\n' >"$root/etc/group"
  # All modules but those that a Java without jmods cannot give away.
  "$java_home/bin/jlink" --strip-java-debug-attributes --no-man-pages --no-header-files --output "$root/opt/java" --add-modules \
    "$("$java_home/bin/java" --list-modules | sed 's/@.*//' | grep -vE '^jdk.(jlink|jpackage)$' | paste -sd,)" || return
  cp -R "$2" "$root/opt/keycloak" && mkdir -p "$root/opt/keycloak/data" || return
  chown -R 1000:0 "$root/opt/keycloak" && chmod -R g+rwX "$root/opt/keycloak"
  tar -C "$root" -c . | docker import --change 'USER 1000' --change 'ENTRYPOINT ["/opt/keycloak/bin/kc.sh"]' \
    --change 'ENV LANG=C.UTF-8 JAVA_HOME=/opt/java KC_RUN_IN_CONTAINER=true' --change 'EXPOSE 8080 8443 9000' \
    - "$KEYCLOAK_BASE" || return
  rm -rf "$root"
}
