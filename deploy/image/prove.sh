#!/bin/sh
# Builds the real Dockerfile without an engine and without a registry of images, and proves what the README says of the image.
# Usage, as root: deploy/image/prove.sh        (needs buildah, debootstrap, swaks and the installed .NET SDK; two to four minutes)
# PUBLISHED=FOLDER keeps what was built for it, for deploy/debian/prove.sh. The base images are made here, from Debian and the installed SDK, under Microsoft's names. How Debian and NuGet are reached is the
# machine's own business: its apt, its NuGet configuration and its certificates are handed into the build, and nothing of them into the image.
set -eu
cd "$(dirname "$0")/../.."
source=$PWD
umask 022

WORK=${WORK:-$(mktemp -d /var/tmp/mslite-image.XXXXXX)}
# The program's user has to get at its root in there.
chmod 755 "$WORK"
CACHE=${CACHE:-/var/cache/mslite-tests/image}
most=$((250 * 1000 * 1000))
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
image=localhost/mslite:proof
program=

b() { command buildah --root "$WORK/storage" --runroot "$WORK/run" --storage-driver "${DRIVER:-overlay}" "$@"; }
say() { printf '== %s\n' "$1"; }
fail() { echo "FAILED: $1" >&2; exit 1; }
check() { what=$1; shift; "$@" || fail "$what"; echo "ok: $what"; }

clean() {
  [ -z "$program" ] || kill -KILL "$program" 2>/dev/null || true
  b umount --all >/dev/null 2>&1 || true
  b rm --all >/dev/null 2>&1 || true
  [ -n "${KEEP:-}" ] || rm -rf "$WORK"
}
trap clean EXIT
trap 'exit 1' INT TERM

# --- Base images: Debian's smallest system, with what Microsoft's images add to theirs.
debian() {
  [ ! -e "$CACHE/debian.tar" ] || return 0
  mkdir -p "$CACHE"
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' 2>/dev/null | awk -v name="$codename" '$2 == name { print $1; exit }')
  proxy=$(apt-config dump --format '%v' Acquire::http::Proxy 2>/dev/null || true)
  icu=$(apt-cache pkgnames libicu | grep -E '^libicu[0-9]+$' | sort | tail -n 1)
  [ -z "$proxy" ] || export http_proxy="$proxy"
  debootstrap --variant=minbase --include="ca-certificates,tzdata,$icu" "$codename" "$CACHE/root" "$mirror" >"$CACHE/debootstrap.log" 2>&1 ||
    { tail -n 5 "$CACHE/debootstrap.log"; fail "debootstrap"; }
  # What Debian's own "slim" images leave out, too.
  rm -rf "$CACHE/root/var/cache/apt/archives" "$CACHE/root"/var/lib/apt/lists/* "$CACHE/root"/usr/share/doc/* "$CACHE/root"/usr/share/man/* \
    "$CACHE/root"/usr/share/locale/* "$CACHE/root"/usr/share/info/* "$CACHE/root"/var/log/*.log "$CACHE/root/var/log/apt" "$CACHE/root/etc/apt"/*.conf.d/*proxy*
  rm -f "$CACHE/root/etc/apt/sources.list" "$CACHE/root/etc/resolv.conf"
  tar -C "$CACHE/root" -cf "$CACHE/debian.tar.new" . && mv "$CACHE/debian.tar.new" "$CACHE/debian.tar"
  rm -rf "$CACHE/root"
}

base_images() {
  base=$(b from scratch)
  b add --quiet "$base" "$CACHE/debian.tar" / >/dev/null
  root=$(b mount "$base")
  # More of what the small images of Debian and Ubuntu have not, either.
  rm -rf "${root:?}"/usr/share/bash-completion "$root"/usr/share/lintian "$root"/usr/share/doc-base "$root"/var/cache/debconf/*-old "$root"/var/lib/dpkg/*-old
  mkdir -p "$root/usr/share/dotnet"
  cp -a "$dotnet/dotnet" "$dotnet/host" "$root/usr/share/dotnet/"
  mkdir "$root/usr/share/dotnet/shared"
  cp -a "$dotnet/shared/Microsoft.NETCore.App" "$dotnet/shared/Microsoft.AspNetCore.App" "$root/usr/share/dotnet/shared/"
  ln -s /usr/share/dotnet/dotnet "$root/usr/bin/dotnet"
  chroot "$root" useradd --uid 1654 --user-group --create-home app
  b umount "$base" >/dev/null
  b config --env APP_UID=1654 --env ASPNETCORE_HTTP_PORTS=8080 --env DOTNET_RUNNING_IN_CONTAINER=true "$base"
  b commit --quiet "$base" mcr.microsoft.com/dotnet/aspnet:10.0 >/dev/null

  # The machine's certificates and variables for the way to its package registries: of the build alone.
  root=$(b mount "$base")
  cp -a "$dotnet/." "$root/usr/share/dotnet/"
  cp -aL /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
  b umount "$base" >/dev/null
  for name in SSL_CERT_FILE SSL_CERT_DIR NUGET_CERT_REVOCATION_MODE http_proxy https_proxy no_proxy; do
    eval "value=\${$name:-}"
    [ -z "$value" ] || b config --env "$name=$value" "$base"
  done
  b config --env DOTNET_CLI_TELEMETRY_OPTOUT=1 --env DOTNET_NOLOGO=1 "$base"
  b commit --quiet "$base" mcr.microsoft.com/dotnet/sdk:10.0 >/dev/null
  b rm "$base" >/dev/null
}

build() {
  packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
  mkdir -p "$HOME/.nuget/NuGet" "$packages"
  # An image of OCI's format has no health check.
  b bud --isolation chroot --format docker --pull-never --layers --volume "$HOME/.nuget/NuGet:/root/.nuget/NuGet" --volume "$packages:/root/.nuget/packages" \
    --tag "$image" "$source" >"$WORK/build.log" 2>&1 || { tail -n 30 "$WORK/build.log"; fail "the Dockerfile does not build"; }
}

of_config() { b inspect --type image --format "{{$1}}" "$image"; }

# --- Run it as an engine would: the image's user, no capability, a read-only root, three volumes, a network of its own.
start() {
  mkdir -p "$WORK/root" "$WORK/srv" "$WORK/spam" "$WORK/state"
  chown "$user:$user" "$WORK/srv" "$WORK/spam" "$WORK/state"
  container=$(b from --pull-never "$image")
  mounted=$(b mount "$container")
  : >"$WORK/program.log"
  printf '%s\n' "$(of_config 'range .Docker.Config.Env}}{{.}}{{"\n"}}{{end')" | sed '/^$/d' >"$WORK/environment"
  # shellcheck disable=SC2016
  unshare --mount --net --pid --fork --kill-child sh -eu -c '
    ip link set lo up
    echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start
    mount --bind "$1" "$2/root" && mount -o remount,bind,ro "$2/root"
    for volume in srv spam; do mount --bind "$2/$volume" "$2/root/$volume"; done
    mount --bind "$2/state" "$2/root/var/lib/mslite"
    mount -t proc proc "$2/root/proc"
    mount -t tmpfs -o size=1m,nosuid,noexec tmpfs "$2/root/dev" && for node in null zero random urandom; do touch "$2/root/dev/$node" && mount --bind "/dev/$node" "$2/root/dev/$node"; done
    mount -o remount,ro "$2/root/dev"
    exec env -i $(cat "$2/environment") setpriv --reuid "$3" --regid "$3" --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs \
      unshare --user --map-user="$3" --map-group="$3" --root="$2/root" --wd=/var/lib/mslite $4
  ' sh "$mounted" "$WORK" "$user" "$entry" >"$WORK/program.log" 2>&1 &
  program=$!
}

inside() { nsenter --target "$(pid)" --net -- "$@"; }
# In the root that the program sees, as the program's user.
within() { nsenter --target "$(pid)" --all --setuid "$user" --setgid "$user" --root --wd -- env -i $(cat "$WORK/environment") "$@"; }
pid() { pgrep -f -n "^dotnet /app/MsLite.Web.dll$"; }

wait_for() {
  tries=0
  until grep -q "$1" "$WORK/program.log"; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] && kill -0 "$program" 2>/dev/null || { cat "$WORK/program.log"; fail "it does not start"; }
    sleep 0.2
  done
}

swaks_to() { inside swaks --server 127.0.0.1:25 --from ann@example.net --helo client.example.net --to "$1" >"$WORK/swaks.log" 2>&1; }

say "Base images"
debian
base_images
say "Build"
build
say "What the image says of itself"
user=$(of_config .Docker.Config.User)
entry=$(of_config 'range .Docker.Config.Entrypoint}}{{.}} {{end')
health=$(of_config 'range .Docker.Config.Healthcheck.Test}}{{.}} {{end' | sed 's/^CMD //')
check "it runs as somebody who is not root ($user)" [ "$user" -gt 0 ]
check "its volumes are /srv, /spam and /var/lib/mslite" [ "$(of_config 'range $path, $x := .Docker.Config.Volumes}}{{$path}} {{end')" = "/spam /srv /var/lib/mslite " ]
check "it has a licence and a version" [ "$(of_config 'index .Docker.Config.Labels "org.opencontainers.image.licenses"')$(of_config 'index .Docker.Config.Labels "org.opencontainers.image.version"')" = "MIT0.1.0" ]
container=$(b from --pull-never "$image") && mounted=$(b mount "$container")
[ -z "${PUBLISHED:-}" ] || { rm -rf "$PUBLISHED" && cp -a "$mounted/app" "$PUBLISHED"; }
size=$(du -sb "$mounted" | cut -f1) app=$(du -sb "$mounted/app" | cut -f1)
b rm "$container" >/dev/null
echo "size: $((size / 1000000)) MB, of which the program $((app / 1000000)) MB"
check "it has at most 250 MB" [ "$size" -le "$most" ]

say "Run"
start
wait_for "SMTP "
check "the program has no capability" grep -q "^CapEff:[[:space:]]*0000000000000000$" "/proc/$(pid)/status"
check "the program runs as $user" [ "$(awk '/^Uid:/ { print $2 }' "/proc/$(pid)/status")" = "$user" ]
for folder in / /app /tmp /etc /dev; do
  check "nothing can be written in $folder" sh -c "! touch /proc/$(pid)/root$folder/x 2>/dev/null"
done
mkdir -p "$WORK/srv/example.com/users/valid" && touch "$WORK/srv/example.com/users/valid/you" && chown -R "$user:$user" "$WORK/srv"
check "mail for somebody is delivered" swaks_to you@example.com
check "and is there" [ "$(find "$WORK/state/data/mail/example.com/you/Maildir/new" -type f | wc -l)" = 1 ]
if swaks_to nobody@example.com; then fail "mail for nobody is taken"; fi
check "and kept" [ "$(find "$WORK/spam" -path '*/example.com/new/*' -type f | wc -l)" = 1 ]
for file in / $(inside curl -fsS http://127.0.0.1:8080/sign-in | grep -o '\(href\|src\)="[^"#/][^"]*\.\(css\|js\|svg\)"' | cut -d'"' -f2); do
  check "the panel has ${file}" inside curl -fsSL -o /dev/null "http://127.0.0.1:8080/${file#/}"
done
# shellcheck disable=SC2086
check "the health check says ready" within $health
mv "$WORK/srv/example.com" "$WORK/example.com"
kill -TERM "$(pid)"
wait "$program" && code=0 || code=$?
program=
check "it ends in order when it is told to" [ "$code" = 0 ]
say "Proved"
