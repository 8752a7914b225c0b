#!/bin/sh
# Puts the extension together: the folder that a browser loads unpacked, and the ZIP made of it.
#   extension/build.sh [FOLDER]     by default target/extension; the ZIP stands beside it
# Needs python3 only. The same sources give the same bytes: names in order, one date, nothing of this machine.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/../target/extension}
if [ -e "$out" ] && [ ! -f "$out/manifest.json" ]; then echo "$out is something else: not touched" >&2; exit 1; fi
rm -rf "$out" "$out.zip"
mkdir -p "$out/vendor"
cd "$here"
cp -r manifest.json background.js popup.html popup.js options.html options.js look.css lib icons _locales "$out/"
cp ../LICENSE "$out/LICENSE"
cp ../vendor/age-encryption/* "$out/vendor/"
python3 - "$out" <<'END'
import pathlib, sys, zipfile

folder = pathlib.Path(sys.argv[1])
with zipfile.ZipFile(f"{folder}.zip", "w") as archive:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), (2020, 1, 1, 0, 0, 0))
        entry.create_system, entry.external_attr = 3, 0o100644 << 16
        # Stored: a compressor's version would show in the bytes.
        archive.writestr(entry, path.read_bytes(), zipfile.ZIP_STORED)
END
sha256sum "$out.zip"
