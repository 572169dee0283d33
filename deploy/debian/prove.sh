#!/bin/sh
# Makes the Debian package, has lintian look at it, installs it into a Debian of its own, takes mail with it there, and removes it again.
# Usage, as root: deploy/debian/prove.sh [PUBLISHED]     (after deploy/image/prove.sh, whose base it takes; half a minute, without PUBLISHED two)
set -eu
cd "$(dirname "$0")/../.."
umask 022
WORK=$(mktemp -d /var/tmp/mslite-debian.XXXXXX)
CACHE=${CACHE:-/var/cache/mslite-tests/image}
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
root=$WORK/root
program=

fail() { echo "FAILED: $1" >&2; exit 1; }
check() { what=$1; shift; "$@" || fail "$what"; echo "ok: $what"; }
clean() {
  [ -z "$program" ] || kill -KILL "$program" 2>/dev/null || true
  [ -z "${KEEP:-}" ] || exit
  rm -rf "$WORK"
}
trap clean EXIT
trap 'exit 1' INT TERM

package=$(deploy/debian/build.sh "$WORK" ${1:+"$1"})
check "lintian has nothing against it" lintian --allow-root --fail-on error,warning "$package"
check "policy and state of others are no part of it" sh -c '! dpkg-deb --contents "$1" | grep -E " \./(srv|spam|var)"' sh "$package"

mkdir -p "$root" && tar -C "$root" -xf "$CACHE/debian.tar"
mkdir -p "$root/usr/share/dotnet/shared"
cp -a "$dotnet/dotnet" "$dotnet/host" "$root/usr/share/dotnet/"
cp -a "$dotnet/shared/Microsoft.NETCore.App" "$dotnet/shared/Microsoft.AspNetCore.App" "$root/usr/share/dotnet/shared/"
ln -s /usr/share/dotnet/dotnet "$root/usr/bin/dotnet"
cp "$package" "$root/mslite.deb"

# A mount and network namespace of its own: /proc, /dev and port 25 are those of the new system alone.
inside() { nsenter --target "$space" --mount --net --pid -- chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
# shellcheck disable=SC2016
unshare --mount --net --pid --fork --kill-child sh -euc 'ip link set lo up; mount -t proc proc "$1/proc"; mount --rbind /dev "$1/dev"; exec sleep 600' sh "$root" &
program=$!
tries=0
until space=$(pgrep -P "$program" -x sleep); do tries=$((tries + 1)); [ "$tries" -lt 100 ] || fail "no namespace"; sleep 0.1; done

check "it installs" inside dpkg --install /mslite.deb
check "its user is there and can do nothing else" inside sh -c 'getent passwd mslite | grep -q ":/usr/sbin/nologin$"'
check "policy and archive are there, with their owners" [ "$(inside stat -c '%a %U %G' /srv /spam | tr '\n' ' ')" = "2775 root mslite 2770 mslite mslite " ]
check "its options survive an upgrade" [ "$(inside dpkg-query -W -f '${Conffiles}' mslite | grep -c /etc/mslite/)" = 2 ]
check "the command runs as that user" inside mslite token list
printf 'MsLite__Hostname=mx.example.com\nMsLite__Delivery=maildir:/var/lib/mslite/mail\n' >"$root/etc/mslite/environment"
inside sh -c 'mkdir -p /srv/example.com/users/valid && touch /srv/example.com/users/valid/you'

: >"$WORK/program.log"
# As the unit says it: that user, the one capability, those options.
environment=$(sed -n 's/^Environment=//p' "$root/usr/lib/systemd/system/mslite.service" | tr '\n' ' ')
start=$(sed -n 's/^ExecStart=//p' "$root/usr/lib/systemd/system/mslite.service")
# shellcheck disable=SC2086
inside setpriv --reuid mslite --regid mslite --init-groups --no-new-privs --inh-caps=-all,+net_bind_service --ambient-caps=-all,+net_bind_service \
  --bounding-set=-all,+net_bind_service env --chdir=/var/lib/mslite $environment $(cat "$root/etc/mslite/environment") $start >"$WORK/program.log" 2>&1 &
tries=0
until grep -q "SMTP " "$WORK/program.log"; do
  tries=$((tries + 1))
  [ "$tries" -lt 300 ] || { cat "$WORK/program.log"; fail "the program does not start"; }
  sleep 0.2
done
swaks_to() { nsenter --target "$space" --net -- swaks --server 127.0.0.1:25 --from ann@example.net --helo client.example.net --to "$1" >"$WORK/swaks.log" 2>&1; }
check "it takes mail on port 25" swaks_to you@example.com
check "and delivers it" [ "$(find "$root/var/lib/mslite/mail/example.com/you/Maildir/new" -type f | wc -l)" = 1 ]
check "it is ready" inside mslite health
kill -TERM "$(pgrep -f -n "^/usr/bin/dotnet /usr/lib/mslite/MsLite.Web.dll$")"
wait $!

check "it can be removed" inside dpkg --purge mslite
check "and leaves policy and mail where they are" [ -e "$root/srv/example.com/users/valid/you" ]
check "and nothing else" [ ! -e "$root/usr/lib/mslite" ] && check "not even its options" [ ! -e "$root/etc/mslite/environment" ]
echo "Proved"
