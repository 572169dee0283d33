#!/bin/sh
# Runs every check and every test of the project. The last line reads "N passed, N failed".
# Usage: ./test.sh                     (CI=true only makes the tools quieter; MSLITE_SHARED names the shared test material)
set -eu
cd "$(dirname "$0")"

CONFIGURATION=${CONFIGURATION:-Debug}
RESULTS=${RESULTS:-$(mktemp -d)}
mkdir -p "$RESULTS"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Build servers outlive the build and hold its files: none is left behind.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

started=$(date +%s)
say() { printf '\n== %s (%s s)\n' "$1" "$(($(date +%s) - started))"; }

# The tests use real mail programs where Debian has them; a test that lacks its tool is skipped and says so.
install_tools() {
  missing=
  for pair in swaks:swaks smtp-sink:postfix setpriv:util-linux chromium:chromium dnsmasq:dnsmasq-base unbound:unbound \
    clamd:clamav-daemon dovecot:dovecot-core rspamd:rspamd spamd:spamd dig:bind9-dnsutils sqlite3:sqlite3 docker-compose:docker-compose haproxy:haproxy systemd-analyze:systemd lintian:lintian buildah:buildah \
    debootstrap:debootstrap curl:curl node:nodejs npm:npm strace:strace; do
    PATH="$PATH:/usr/sbin" command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair#*:}"
  done
  for pair in /usr/lib/postgresql:postgresql /usr/lib/dovecot/lmtp:dovecot-lmtpd /usr/lib/python3/dist-packages/spf.py:python3-spf /usr/lib/python3/dist-packages/dkim:python3-dkim \
    /usr/lib/python3/dist-packages/nacl:python3-nacl /usr/share/perl5/Mail/DKIM/Signer.pm:libmail-dkim-perl /usr/share/perl5/Mail/SPF.pm:libmail-spf-perl \
    /usr/sbin/opendkim-testmsg:opendkim-tools; do
    [ -e "${pair%%:*}" ] || missing="$missing ${pair#*:}"
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Not installed, so the tests that need them are skipped:$missing"
    return 0
  fi
  echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
  # shellcheck disable=SC2086
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } \
    </dev/null >"$RESULTS/apt.log" 2>&1 || { echo "apt-get could not install$missing:"; tail -n 5 "$RESULTS/apt.log"; }
}

# Debian's exim and Postfix exclude each other as packages, so exim is only unpacked, and its user made, without whom it does not start.
unpack_exim() {
  exim=/var/cache/mslite-tests/exim4
  { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! command -v exim4 >/dev/null && { [ ! -x "$exim/usr/sbin/exim4" ] || ! getent passwd Debian-exim >/dev/null; }; } || return 0
  mkdir -p "$exim" && chmod 755 "${exim%/*}" "$exim"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libidn12 libgnutls-dane0 libdb5.3 libnsl2 &&
      (cd "$exim" && apt-get download exim4-daemon-light exim4-base && for package in *.deb; do dpkg -x "$package" .; done && rm -f ./*.deb) &&
      { getent passwd Debian-exim || useradd --system --user-group --no-create-home --home-dir /var/spool/exim4 --shell /usr/sbin/nologin Debian-exim; }
  } </dev/null >"$RESULTS/exim.log" 2>&1 || { echo "exim could not be unpacked, so its tests are skipped:"; tail -n 5 "$RESULTS/exim.log"; }
}

# Of Prometheus only its judge of metrics and rules is wanted, and no server that starts by itself.
unpack_promtool() {
  prometheus=/var/cache/mslite-tests/prometheus
  { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! command -v promtool >/dev/null && [ ! -x "$prometheus/usr/bin/promtool" ]; } || return 0
  mkdir -p "$prometheus"
  { apt-get update -qq && (cd "$prometheus" && apt-get download prometheus && dpkg -x prometheus_*.deb . && rm -f ./*.deb usr/bin/prometheus); } \
    </dev/null >"$RESULTS/prometheus.log" 2>&1 || { echo "promtool could not be unpacked, so its tests are skipped:"; tail -n 5 "$RESULTS/prometheus.log"; }
}

# Prints "passed failed skipped" of one results file.
count() {
  sed -n 's/.*<Counters total="\([0-9]*\)" executed="\([0-9]*\)" passed="\([0-9]*\)" failed="\([0-9]*\)".*/\1 \2 \3 \4/p' "$1" |
    { read -r total executed passed failed && echo "$passed $((executed - passed)) $((total - executed))"; }
}

passed=0 failed=0 skipped=0
step() {
  if "$@" </dev/null; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $*"; fi
}

finish() {
  printf '\nIn %s s, results in %s\n' "$(($(date +%s) - started))" "$RESULTS"
  if [ "$skipped" -gt 0 ]; then rest=", $skipped skipped"; else rest=; fi
  echo "$passed passed, $failed failed$rest"
  [ "$failed" -eq 0 ]
}

say "Tools"
install_tools
unpack_exim
unpack_promtool

say "Restore"
step dotnet restore --locked-mode -v quiet
[ "$failed" -eq 0 ] || { finish; exit 1; }

say "Build"
step dotnet build --no-restore -c "$CONFIGURATION" -v quiet -clp:NoSummary
[ "$failed" -eq 0 ] || { finish; exit 1; }

say "Format"
step dotnet format --verify-no-changes --no-restore

# One after another: several of them start servers, and the machine may have two cores.
for project in tests/*/*.Tests.csproj; do
  name=$(basename "$project" .csproj)
  say "$name"
  dotnet test "$project" --no-build -c "$CONFIGURATION" --logger "trx;LogFileName=$name.trx" --results-directory "$RESULTS" \
    --blame-hang-timeout 10m --blame-hang-dump-type none </dev/null || true
  if numbers=$(count "$RESULTS/$name.trx" 2>/dev/null) && [ -n "$numbers" ]; then
    # shellcheck disable=SC2086
    set -- $numbers
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
  else
    # A project may have no tests yet; one that died leaves no results either, and that is a failure.
    if grep -rqE '\[(Fact|Theory|SharedData|Tool)' "$(dirname "$project")" --include='*.cs'; then
      failed=$((failed + 1))
      echo "FAILED: $name left no results."
    fi
  fi
done

# The image and the Debian package, built and run as they would be elsewhere. Debian's base is made once and kept: a minute or two, then seconds.
if [ "$(id -u)" = 0 ] && command -v buildah >/dev/null && command -v debootstrap >/dev/null; then
  say "Image and Debian package"
  export PUBLISHED="$RESULTS/published"
  step deploy/image/prove.sh
  step deploy/debian/prove.sh "$PUBLISHED"
else
  echo "Without root, buildah and debootstrap the image and the Debian package are not proved."
  skipped=$((skipped + 2))
fi

finish
