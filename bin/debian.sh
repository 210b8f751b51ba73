# Sourced by bin/verify, after packages.sh and processes.sh: the other Debian in a folder of this machine, for tests with
# its daemons. The folder is made from the machine's own mirror and kept for later runs. A run writes to memory only.
# The run has separate mounts and processes, which the kernel ends with the run.

# Some CI runners set none.
export HOME=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}

declare -A codenames=([12]=bookworm [13]=trixie)

# other_debian: 13 on Debian 12, 12 on Debian 13; nothing, and 1, on any other system.
other_debian() {
  case $(debian_version) in 12) echo 13 ;; 13) echo 12 ;; *) return 1 ;; esac
}

# require_debian VERSION: makes its folder, unless one is there with the packages that this checkout needs and younger than
# 30 days. Where it cannot be made, says why in one line and returns 1.
require_debian() {
  local folder lock
  folder=$(debian_folder "$1")
  [ "$(id -u)" = 0 ] || { say "Debian $1 needs root: its daemons run in a folder with separate mounts."; return 1; }
  require_packages /usr/sbin/debootstrap=debootstrap
  mkdir -p "$folder.mounts" && exec {lock}>"$folder.lock" && flock "$lock" || return
  is_current "$folder" && [ -z "$(find "$folder" -maxdepth 0 -mtime +30)" ] || replace_debian "$1" "$folder"
  exec {lock}>&-
  is_current "$folder"
}

# in_debian VERSION KEPT COMMAND...: runs it there, in this checkout, and returns its status. What it writes is gone with
# it, but for the files in KEPT, a folder of the checkout. Maven's repository is the machine's.
in_debian() {
  mkdir -p "$2"
  in_namespace enter_debian "$(debian_folder "$1")" "$PWD" "$2" "${@:3}"
}

debian_folder() { # version
  printf '%s/keycloak-app-passwords/debian-%s' "${XDG_CACHE_HOME:-$HOME/.cache}" "$1"
}

# Whether its packages are those that bin/packages.sh names.
is_current() { # folder
  cmp -s bin/packages.sh "$1/etc/app-passwords-packages"
}

replace_debian() { # version, folder
  local new=$2.new
  say "Making Debian $1 in $2 …"
  rm -rf "$new"
  if make_debian "$1" "$new" >"$new.log" 2>&1; then
    rm -rf "$2" && mv "$new" "$2"
  else
    say "Debian $1 cannot be made: $(tail -n 1 "$new.log")"
    rm -rf "$new"
  fi
  rm -f "$new.log"
}

make_debian() { # version, folder
  local here there=${codenames[$1]} sources mirror
  here=${codenames[$(debian_version)]}
  sources=$(apt-get indextargets --format 'deb $(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
    sed -n "s/ $here\(-updates\|-security\)\? main\$/ $there\1 main/p" | sort -u)
  mirror=$(sed -n "s/^deb \([^ ]*\) $there main\$/\1/p" <<<"$sources" | head -n 1)
  [ -n "$mirror" ] || { say "apt-get update has not brought the lists of a mirror of Debian."; return 1; }
  eval "$(apt-config shell http_proxy Acquire::http::Proxy https_proxy Acquire::https::Proxy)"
  [ -z "${http_proxy:-}" ] || export http_proxy
  [ -z "${https_proxy:-}" ] || export https_proxy
  in_namespace debootstrap --variant=minbase --include=default-jdk-headless,maven,git,ca-certificates \
    "$there" "$2" "$mirror" &&
    printf '%s\n' "$sources" >"$2/etc/apt/sources.list" &&
    in_namespace enter_debian "$2" "$PWD" "" bash -c \
      '. bin/packages.sh && require_packages "${gateway_packages[@]}" "${browser_packages[@]}"' &&
    cp bin/packages.sh "$2/etc/app-passwords-packages"
}

# Runs a command with a folder as its root, in this checkout. With a folder to keep, there is a layer of memory over the root
# and over the checkout; without, the root itself is changed.
enter_debian() { # root, checkout, folder to keep or nothing, command
  local root=$1 checkout=$2 kept=$3 file
  shift 3
  if [ -n "$kept" ]; then
    mount -t tmpfs -o mode=755 tmpfs "$root.mounts" && cd "$root.mounts" &&
      mkdir debian checkout root {debian,checkout}.{changes,work} &&
      mount --bind "$root" debian && mount --bind "$checkout" checkout &&
      mount -t overlay -o lowerdir=debian,upperdir=debian.changes,workdir=debian.work overlay root &&
      mount -t tmpfs -o mode=1777 tmpfs root/tmp && mkdir -p "root/$checkout" &&
      mount -t overlay -o lowerdir=checkout,upperdir=checkout.changes,workdir=checkout.work overlay "root/$checkout" &&
      mount --bind "$checkout/$kept" "root/$checkout/$kept" && root=$root.mounts/root || exit
  else
    mount --bind "$root" "$root" && mount -t tmpfs -o mode=1777 tmpfs "$root/tmp" && mkdir -p "$root/$checkout" &&
      mount --bind -o ro "$checkout" "$root/$checkout" || exit
  fi
  mkdir -p "$HOME/.m2" "$root/$HOME/.m2" && mount --bind "$HOME/.m2" "$root/$HOME/.m2" &&
    mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" && mount --rbind /sys "$root/sys" || exit
  # What this machine knows of the network, and whom it trusts: its mirrors and proxies could be strangers otherwise.
  for file in /etc/hosts /etc/resolv.conf /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/java/cacerts; do
    [ ! -e "$file" ] || cp -L --remove-destination "$file" "$root/$file" || exit
  done
  cd "$root" && mkdir -p .machine && pivot_root . .machine && umount -l .machine && rmdir .machine && cd "$checkout" || exit
  unset JAVA_HOME
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin exec "$@"
}
