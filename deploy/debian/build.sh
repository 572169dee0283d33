#!/bin/sh
# Makes a Debian package of the program: deploy/debian/build.sh [FOLDER] [PUBLISHED]
# FOLDER is where the package goes (artifacts/debian); PUBLISHED a folder that "dotnet publish" has made already.
# The package holds the program and needs the ASP.NET runtime of the same .NET, as Microsoft and Ubuntu package it; without one
# it runs with what is under /usr/share/dotnet or /usr/lib/dotnet, so the runtime is recommended and not depended on.
set -eu
umask 022
cd "$(dirname "$0")/../.."
out=$(mkdir -p "${1:-artifacts/debian}" && cd "${1:-artifacts/debian}" && pwd)
published=${2:-}
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
# Who builds it answers for it, as Debian's own tools have it.
maintainer="${DEBFULLNAME:-The MsLite.Web authors} <${DEBEMAIL:-mslite@mslite.example}>"
arch=$(dpkg --print-architecture)
case $arch in amd64) rid=linux-x64 ;; arm64) rid=linux-arm64 ;; *) echo "The program is built for amd64 and arm64, not for $arch." >&2; exit 1 ;; esac
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
chmod 755 "$stage"

if [ -z "$published" ]; then
  published=$stage.published
  trap 'rm -rf "$stage" "$stage.published"' EXIT
  dotnet publish src/Server -c Release -o "$published" -v quiet
fi

# --- What is installed where.
mkdir -p "$stage/DEBIAN" "$stage/usr/lib/mslite" "$stage/usr/bin" "$stage/usr/lib/systemd/system" "$stage/usr/lib/sysusers.d" "$stage/usr/lib/tmpfiles.d" \
  "$stage/etc/mslite" "$stage/usr/share/doc/mslite/examples" "$stage/usr/share/man/man8" "$stage/usr/share/lintian/overrides"
cp -R "$published/." "$stage/usr/lib/mslite/"
# The program's other shapes and symbols, and the database of other systems.
rm -f "$stage/usr/lib/mslite/MsLite.Web" "$stage"/usr/lib/mslite/*.pdb "$stage"/usr/lib/mslite/*.xml
find "$stage/usr/lib/mslite/runtimes" -mindepth 1 -maxdepth 1 ! -name "$rid" -exec rm -rf {} +
find "$stage/usr/lib/mslite" -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
mv "$stage/usr/lib/mslite/appsettings.json" "$stage/etc/mslite/appsettings.json"
ln -s /etc/mslite/appsettings.json "$stage/usr/lib/mslite/appsettings.json"
sed 's:/opt/mslite/:/usr/lib/mslite/:' deploy/systemd/mslite.service >"$stage/usr/lib/systemd/system/mslite.service"
cp deploy/systemd/mslite.sysusers "$stage/usr/lib/sysusers.d/mslite.conf"
cp deploy/systemd/mslite.tmpfiles "$stage/usr/lib/tmpfiles.d/mslite.conf"
cp deploy/debian/mslite "$stage/usr/bin/mslite" && chmod 755 "$stage/usr/bin/mslite"
cp deploy/debian/environment "$stage/etc/mslite/environment"
cp docs/OPERATING.md README.md "$stage/usr/share/doc/mslite/"
cp deploy/prometheus/*.yml deploy/grafana/*.json "$stage/usr/share/doc/mslite/examples/"
{ printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: MsLite.Web\n\nFiles: *\nCopyright: the authors of MsLite.Web\nLicense: Expat\n'
  tail -n +3 LICENSE | sed 's/^$/./; s/^/ /'; } >"$stage/usr/share/doc/mslite/copyright"
printf 'mslite (%s) unstable; urgency=medium\n\n  * This version: README.md, "Commands" and "Options".\n\n -- %s  %s\n' \
  "$version" "$maintainer" "$(date -u -R -d "@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}")" | gzip -9n >"$stage/usr/share/doc/mslite/changelog.gz"
sed "s/VERSION/$version/" deploy/debian/mslite.8 | gzip -9n >"$stage/usr/share/man/man8/mslite.8.gz"
ln -s mslite.8.gz "$stage/usr/share/man/man8/MsLite.Web.8.gz"
cp deploy/debian/lintian-overrides "$stage/usr/share/lintian/overrides/mslite"

# --- What dpkg has to know.
for script in postinst prerm postrm; do cp "deploy/debian/$script" "$stage/DEBIAN/$script" && chmod 755 "$stage/DEBIAN/$script"; done
printf '/etc/mslite/appsettings.json\n/etc/mslite/environment\n' >"$stage/DEBIAN/conffiles"
sed "s/VERSION/$version/; s/ARCH/$arch/; s/MAINTAINER/$maintainer/; s/SIZE/$(du -sk --exclude=DEBIAN "$stage" | cut -f1)/" deploy/debian/control >"$stage/DEBIAN/control"
(cd "$stage" && find . -type f ! -path './DEBIAN/*' -printf '%P\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
dpkg-deb --root-owner-group -Zxz --build "$stage" "$out/mslite_${version}_$arch.deb" >/dev/null
echo "$out/mslite_${version}_$arch.deb"
