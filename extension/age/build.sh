#!/bin/sh
# Rebuilds vendor/age-encryption/age.js from the npm packages that package-lock.json pins, in a temporary folder, and copies
# their licences beside it. Needs Node 20 or later; neither the Rust build nor extension/build.sh ever does. Not minified, so
# that the people who review extensions can read it. After an upgrade, put versions and digests in vendor/vendor.toml.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$here/../../vendor/age-encryption
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$room"
cd "$room"
npm ci --ignore-scripts --no-audit --no-fund >/dev/null
echo 'export { Encrypter } from "age-encryption";' > entry.mjs
mkdir -p "$out"
{
  printf '/* age-encryption 0.3.1, BSD-3-Clause, Copyright (c) 2023 The age Authors; with @noble/ciphers, @noble/curves, @noble/hashes,\n'
  printf '   @noble/post-quantum and @scure/base, MIT, Copyright (c) Paul Miller. Compiled by extension/age/build.sh: do not edit. */\n'
  npx --no-install esbuild entry.mjs --bundle --format=esm --target=es2022 --legal-comments=inline --log-level=warning
} > "$out/age.js"
for name in age-encryption @noble/ciphers @noble/curves @noble/hashes @noble/post-quantum @scure/base; do
  cp "node_modules/$name/LICENSE" "$out/$(echo "${name#@}" | tr / -).LICENSE"
done
cd "$out"
sha256sum ./*
