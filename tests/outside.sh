#!/usr/bin/env bash
# Checks what Préau gives to people, without Préau: only programs that others wrote. Fails when one of them is missing.
#   tests/outside.sh export DOSSIER.zip             sha256sum, bagit.py, openssl, qpdf, python3, xxd
#   tests/outside.sh page PAGE.wacz                 sha256sum, wacz, warcio, openssl, qpdf, python3
#   tests/outside.sh age KEY FILE BYTES SHA256      age; zeros at the end are padding
# The Python tools are looked for in $PREAU_TEST_VENV/bin first. Exit status: 0 true, 1 false, 2 something is missing.
set -Eeuo pipefail
PATH=${PREAU_TEST_VENV:+$PREAU_TEST_VENV/bin:}$PATH
for tool in sha256sum openssl age qpdf python3 xxd base64 awk sed cmp bagit.py wacz warcio; do
  command -v "$tool" >/dev/null || { echo "missing: $tool" >&2; exit 2; }
done
case ${1:-} in export | page) [ $# = 2 ] ;; age) [ $# = 5 ] ;; *) false ;; esac ||
  { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2; }
root=$(cd "$(dirname "$0")/.." && pwd)
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
trap 'echo "FALSE: line $LINENO" >&2; exit 1' ERR
ok() { echo "ok: $*"; }

# The note in $1 by the key whose file is named after the four bytes that its signature begins with.
signed() {
  local key
  sed '/^$/,$d' "$1" >"$here/body"
  tail -n 1 "$1" | awk '{print $3}' | base64 -d >"$here/line"
  tail -c +5 "$here/line" >"$here/sig"
  key=data/keys/$(head -c 4 "$here/line" | xxd -p).pem
  openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$here/body" -sigfile "$here/sig" >/dev/null
}

# The token in $1 at its own time, up to the last certificate of $2; the rest is what it dates.
dated() {
  local reply=$1 chain=$2 at
  shift 2
  at=$(openssl ts -reply -in "$reply" -text 2>/dev/null | sed -n 's/^Time stamp: //p')
  openssl ts -verify "$@" -in "$reply" -CAfile "$chain" -attime "$(date -u -d "$at" +%s)" 2>&1 | grep -qx 'Verification: OK'
}

unpack() { python3 -c 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])' "$1" "$here/x"; }

check_export() {
  local line number leaf
  unpack "$1"
  cd "$here"/x/*/
  sha256sum --quiet -c manifest-sha256.txt
  sha256sum --quiet -c tagmanifest-sha256.txt
  ok "sha256sum: $(cat manifest-sha256.txt tagmanifest-sha256.txt | wc -l) files"
  bagit.py --quiet --validate .
  ok "bagit.py"
  for line in data/journal/*.line; do
    number=$((10#$(basename "$line" .line)))
    leaf=$( (printf '\0'; cat "$line") | sha256sum | cut -c1-64)
    [ "$leaf" = "$(sed -n "$((number + 1))p" data/journal/leaves.txt)" ]
    while IFS= read -r part; do
      grep -q "$(printf %s "$part" | sha256sum | cut -c1-64)" "$line"
    done <"${line%.line}.parts"
  done
  ok "sha256sum: each entry shown is a leaf, each part is in its entry"
  python3 - <<'END'
import glob, json, os, re
from base64 import b64encode
from hashlib import sha256
H = lambda b: sha256(b).digest()
read = lambda name: open(name, "rb").read()
hexed = lambda name: sha256(read(name)).hexdigest()
def root(l):
    if len(l) < 2: return l[0] if l else H(b"")
    k = 1 << (len(l) - 1).bit_length() - 1
    return H(b"\x01" + root(l[:k]) + root(l[k:]))
leaves = [bytes.fromhex(x) for x in open("data/journal/leaves.txt").read().split()]
head = open("data/journal/head.note").read().split("\n")
def heads(note, size):
    assert note[0] == head[0] and note[1] == str(size), note
    assert size <= len(leaves) and note[2] == b64encode(root(leaves[:size])).decode(), note
heads(head, len(leaves))
for folder in glob.glob("data/seals/*/"):
    heads(open(folder + "head.note").read().split("\n"), int(folder.split("/")[2]))
entries = {}
for name in sorted(glob.glob("data/journal/*.parts")):
    parts = [json.loads(line) for line in open(name)]
    entries[int(os.path.basename(name).split(".")[0])] = {part[1]: part[2] for part in parts}
# What came through a link was given its number by an entry that names it.
given = {e["of"]: e["number"] for e in entries.values() if "of" in e and "number" in e}
number = lambda name: int(re.match("[0-9]+", name)[0])
left = set(os.listdir("data/pieces")) if os.path.isdir("data/pieces") else set()
for seq, e in entries.items():
    if "file" not in e: continue
    own = e.get("number", given.get(seq))
    same = lambda name: own in (None, number(name)) and os.path.getsize("data/pieces/" + name) == e["file"]["bytes"]
    found = [name for name in sorted(left) if same(name) and hexed("data/pieces/" + name) == e["file"]["sha256"]]
    assert found, f"no file is the piece of entry {seq}"
    left.remove(found[0])
assert not left, f"no entry seals {left}"
last = entries[len(leaves) - 1]
assert last["pdf"] == hexed("data/dossier.pdf"), "data/dossier.pdf is not the one sealed"
assert last["masks"] == hexed("data/journal/masks.jsonl"), "data/journal/masks.jsonl is not the one sealed"
END
  ok "python3: the leaves give every signed root; pieces, document and masks are those sealed"
  signed data/journal/head.note
  ok "openssl pkeyutl: the head is signed"
  local dates=0 proofs=0 folder
  for folder in data/seals/*/; do
    [ -d "$folder" ] || continue
    signed "$folder/head.note"
    if [ -f "$folder/head.tsr" ]; then
      dated "$folder/head.tsr" "$folder/chain.pem" -queryfile "$folder/head.tsq"
      dated "$folder/head.tsr" "$folder/chain.pem" -data "$folder/head.note"
      dates=$((dates + 1))
    fi
    if [ -f "$folder/batch.tlog-proof" ] && [ -f "$folder/item.bin" ]; then
      bash "$root/vectors/inclusion.sh" "$folder/item.bin" "$folder/batch.tlog-proof" >/dev/null
      proofs=$((proofs + 1))
    fi
  done
  ok "openssl ts: $dates dates; sha256sum: $proofs proofs of inclusion"
  qpdf --check data/dossier.pdf >/dev/null
  ok "qpdf"
}

check_page() {
  local archive
  wacz validate -f "$1" >"$here/said" 2>&1 || { cat "$here/said" >&2; false; }
  ok "wacz validate"
  unpack "$1"
  cd "$here/x"
  python3 - <<'END' >"$here/sums"
import json
for r in json.load(open("datapackage.json"))["resources"]:
    print(r["hash"].removeprefix("sha256:") + "  " + r["path"])
END
  sha256sum --quiet -c "$here/sums"
  [ "$(wc -l <"$here/sums")" = "$(find . -type f ! -name 'datapackage*.json' | wc -l)" ]
  ok "sha256sum: $(wc -l <"$here/sums") files, none besides"
  if [ -f evidence/manifest.json ]; then
    python3 - <<'END'
import json
later = {f"evidence/{n}" for n in ("manifest.json", "manifest.tsq", "manifest.tsr", "tsa-chain.pem", "points.json", "report.pdf")}
listed = lambda all: sorted((r["path"], r["hash"], r["bytes"]) for r in all if r["path"] not in later)
manifest = json.load(open("evidence/manifest.json"))
assert manifest["version"] == "preau/capture/v1", manifest["version"]
assert listed(manifest["files"]) == listed(json.load(open("datapackage.json"))["resources"]), "evidence/manifest.json"
END
    ok "python3: what was seen is what is listed"
  fi
  for archive in archive/*.warc.gz; do warcio check "$archive" >"$here/said" || { cat "$here/said" >&2; false; }; done
  ok "warcio check"
  python3 - "$here" <<'END'
import base64, json, sys, hashlib
here, d = sys.argv[1], json.load(open("datapackage-digest.json"))
s = d["signedData"]
assert s["hash"] == d["hash"] == "sha256:" + hashlib.sha256(open("datapackage.json", "rb").read()).hexdigest()
assert s["created"] == json.load(open("datapackage.json"))["created"]
put = lambda name, b: open(f"{here}/{name}", "wb").write(b)
put("message", s["hash"].encode())
put("text", s["signature"].encode())
sig = base64.b64decode(s["signature"])
if "publicKey" in s:  # r and s side by side: openssl wants them in DER
    i = lambda b: (lambda n: b"\x02" + bytes([len(n)]) + n)((b"\0" if b.lstrip(b"\0")[0] > 127 else b"") + b.lstrip(b"\0"))
    both = i(sig[:48]) + i(sig[48:])
    sig = b"\x30" + bytes([len(both)]) + both
    put("key.pem", b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(base64.b64decode(s["publicKey"])) + b"-----END PUBLIC KEY-----\n")
else:
    put("cert.pem", s["domainCert"].encode())
    put("token", base64.b64decode(s["timeSignature"]))
    put("chain.pem", s["timestampCert"].encode())
put("sig", sig)
END
  if [ -f "$here/cert.pem" ]; then
    openssl x509 -in "$here/cert.pem" -pubkey -noout >"$here/key.pem"
    dated "$here/token" "$here/chain.pem" -data "$here/text"
    ok "openssl ts: the signature is dated"
  fi
  openssl dgst -sha256 -verify "$here/key.pem" -signature "$here/sig" "$here/message" >/dev/null
  ok "openssl dgst: the list is signed"
  if [ -f evidence/manifest.tsr ]; then
    dated evidence/manifest.tsr evidence/tsa-chain.pem -queryfile evidence/manifest.tsq
    dated evidence/manifest.tsr evidence/tsa-chain.pem -data evidence/manifest.json
    ok "openssl ts: what was seen is dated"
  fi
  if [ -f evidence/report.pdf ]; then
    qpdf --check evidence/report.pdf >/dev/null
    ok "qpdf"
  fi
}

check_age() {
  age -d -i "$1" "$2" >"$here/plain"
  [ "$(head -c "$3" "$here/plain" | sha256sum | cut -c1-64)" = "$4" ]
  cmp -s <(tail -c +"$(($3 + 1))" "$here/plain") <(head -c "$(($(wc -c <"$here/plain") - $3))" /dev/zero)
  ok "age: the file opens, and is the one that was sealed"
}

mode=$1
shift
"check_$mode" "$@"
