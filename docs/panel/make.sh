#!/bin/sh
# Makes the pictures of the panel anew: docs/panel/make.sh
# Needs chromium.
set -e
cd "$(dirname "$0")/../.."
dotnet test tests/Browser --filter "FullyQualifiedName~PicturesTests" -v q
for picture in artifacts/screenshots/*-view.png; do
  cp "$picture" "docs/panel/$(basename "$picture" -view.png).png"
done
ls -l docs/panel
