#!/bin/sh
# Rebuilds vendor/govuk/govuk.css from assets/sass/govuk.scss with the pinned npm packages, in a
# temporary folder. Needs Node 20 or later; the Rust build never does. After an upgrade, put the
# new version and the printed digest in vendor/vendor.toml.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund govuk-frontend@6.6.0 sass@1.108.2 >/dev/null
mkdir -p "$here/../vendor/govuk"
{
  printf '/* GOV.UK Frontend 6.6.0, MIT licence, Copyright (c) 2017 Crown Copyright (Government Digital Service). Compiled by assets/build.sh: do not edit. */\n'
  npx --no-install sass --load-path=node_modules --style=compressed --no-source-map --no-charset --quiet-deps "$here/sass/govuk.scss"
} > "$here/../vendor/govuk/govuk.css"
sha256sum "$here/../vendor/govuk/govuk.css"
