#!/bin/bash
# Checks the vectors with tools that others wrote. Exit 0: all hold. Exit 1: the first that does not is named.
set -euo pipefail
cd "$(dirname "$0")"
for tool in sha256sum xxd openssl age age-keygen base64 python3; do
  command -v "$tool" >/dev/null || { echo "missing: $tool" >&2; exit 1; }
done
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
checked=0
same() { # what, found, expected
  [ -n "$2" ] && [ "$2" = "$3" ] || { echo "FALSE $1: found $2, expected $3" >&2; exit 1; }
  checked=$((checked + 1))
}
# One line for each row; EXPR sees the file as `f` and yields tuples. Texts are printed as hex.
rows() { python3 -c '
import json,sys
f=json.load(open(sys.argv[1])); h=lambda t:t.encode().hex()
for row in eval(sys.argv[2]): print("|".join(map(str,row)))' "$1" "$2"; }
bin() { printf %s "$1" | xxd -r -p; }
sha() { bin "$1" | sha256sum | cut -c1-64; }
hkdf() { # hex key, hex salt, info
  openssl kdf -keylen 32 -kdfopt digest:SHA2-256 -kdfopt "hexkey:$1" ${2:+-kdfopt "hexsalt:$2"} -kdfopt "info:$3" HKDF | tr -d ':\n' | tr A-F a-f
}
hmac() { # hex key, hex message
  bin "$2" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$1" -r | cut -c1-64
}

while IFS='|' read -r bytes digest start; do
  same part "$(sha "$bytes")" "$digest"
  case "$bytes" in "$start"*) ;; *) same 'salt and name of a part' "$bytes" "$start" ;; esac
done < <(rows parts.json '[(h(p["bytes"]),p["sha256"],h("[\"%s\",\"%s\","%(p["salt"],p["name"]))) for p in f]')

while IFS='|' read -r seed commitment words; do
  list='' i=0
  for word in $words; do
    IFS=, read -r bytes digest salt <<<"$word"
    same word "$(sha "$bytes")" "$digest"
    same 'salt of a word' "$(hmac "$seed" "$(printf %08x "$i")" | cut -c1-32)" "$salt"
    list+=$(printf '%s\n' "$digest" | xxd -p | tr -d '\n'); i=$((i + 1))
  done
  same 'commitment to words' "$(sha "$list")" "$commitment"
done < <(rows words.json '[(t["seed"],t["commitment"]," ".join("%s,%s,%s"%(h(w["bytes"]),w["sha256"],w["bytes"][2:34]) for w in t["words"])) for t in f]')

while IFS='|' read -r bytes leaf key signature signed; do
  same leaf "$(sha "00$bytes")" "$leaf"
  [ -z "$key" ] && continue
  bin "302a300506032b6570032100$key" >"$tmp/key"; bin "$signed" >"$tmp/signed"; bin "$signature" >"$tmp/sig"
  openssl pkeyutl -verify -pubin -keyform DER -inkey "$tmp/key" -rawin -in "$tmp/signed" -sigfile "$tmp/sig" >/dev/null
  checked=$((checked + 1))
done < <(rows lines.json '[(h(l["bytes"]),l["leaf"],*((lambda s:(s["k"],s["s"],h(l["signed"])))(json.loads(l["bytes"])["sig"]) if "signed" in l else ("","",""))) for l in f]')

# Roots as RFC 6962 defines them: the left subtree is the largest full one.
root() {
  local n=$# k=1
  if [ "$n" -eq 0 ]; then sha ''; elif [ "$n" -eq 1 ]; then echo "$1"; else
    while [ $((k * 2)) -lt "$n" ]; do k=$((k * 2)); done
    sha "01$(root "${@:1:k}")$(root "${@:k+1}")"
  fi
}
mapfile -t leaves < <(rows tree.json '[(l,) for l in f["leaves"]]')
mapfile -t roots < <(rows tree.json '[(r,) for r in f["roots"]]')
for n in "${!roots[@]}"; do same "root of $n" "$(root "${leaves[@]:0:n}")" "${roots[n]}"; done
while IFS='|' read -r index size proof; do
  fn=$index sn=$((size - 1)) r=${leaves[index]}
  for p in $proof; do
    if (( fn & 1 || fn == sn )); then
      r=$(sha "01$p$r"); while (( !(fn & 1) && fn != 0 )); do fn=$((fn >> 1)) sn=$((sn >> 1)); done
    else r=$(sha "01$r$p"); fi
    fn=$((fn >> 1)) sn=$((sn >> 1))
  done
  same "inclusion of $index in $size" "$r$sn" "${roots[size]}0"
done < <(rows tree.json '[(p["index"],p["size"]," ".join(p["proof"])) for p in f["inclusion"]]')

while IFS='|' read -r note root name key pem; do
  bin "$note" >"$tmp/note"; bin "$pem" >"$tmp/pem"
  # The text ends before the empty line; the signature is the third word of the last line.
  sed '/^$/,$d' "$tmp/note" >"$tmp/body"
  tail -1 "$tmp/note" | awk '{print $3}' | base64 -d | tail -c +5 >"$tmp/sig"
  openssl pkeyutl -verify -pubin -inkey "$tmp/pem" -rawin -in "$tmp/body" -sigfile "$tmp/sig" >/dev/null
  same 'root of a head' "$(sed -n 3p "$tmp/body" | base64 -d | xxd -p -c64)" "$root"
  id=$(sha "${name}0a$(cut -d+ -f3- <<<"$key" | base64 -d | xxd -p -c64)" | cut -c1-8)
  same 'key id of a vkey' "$(cut -d+ -f2 <<<"$key")" "$id"
  same 'key id of a note' "$(tail -1 "$tmp/note" | awk '{print $3}' | base64 -d | head -c4 | xxd -p)" "$id"
  same 'key of a PEM' "$(openssl pkey -pubin -in "$tmp/pem" -outform DER | tail -c32 | xxd -p -c64)" "$(cut -d+ -f3- <<<"$key" | base64 -d | tail -c32 | xxd -p -c64)"
done < <(rows heads.json '[(h(n["note"]),n["root"],h(n["key_name"]),n["vkey"],h(n["pem"])) for n in f]')

while IFS='|' read -r code salt identity recipient pepper key lookup reader ct slot; do
  same 'key of a lookup' "$(hkdf "$code" '' preau/v1/code/lookup)" "$key"
  same lookup "$(hmac "$pepper" "$(printf code | xxd -p)00$key")" "$lookup"
  same 'slot identity' "$(hkdf "$code" "$salt" preau/v1/slot/identity)" "$slot"
  echo "$identity" >"$tmp/identity"
  same recipient "$(age-keygen -y "$tmp/identity")" "$recipient"
  same 'opened slot' "$(base64 -d <<<"$ct" | age -d -i "$tmp/identity")" "$reader"
done < <(rows codes.json '[(c["bytes"],c["salt"],c["identity"],c["recipient"],c["pepper"],c["lookup_key"],c["lookup"],c["reader"],c["slot_ct"],(lambda s:"%064x"%(sum("qpzry9x8gf2tvdw0s3jn54khce6mua7l".index(x)<<5*(51-i) for i,x in enumerate(s))>>4))(c["identity"].lower().rsplit("1",1)[1][:52])) for c in f]')

# Sheets, cards and passphrases. Argon2 is not of these tools: the first half of a passphrase's key is taken as given.
while IFS='|' read -r kind ikm salt pepper key lookup secret identity recipient reader ct; do
  case "$kind" in
    passphrase)
      same 'peppered half of a key' "$(hmac "$pepper" "$(printf passphrase | xxd -p)00$salt")" "${ikm:64}"
      same 'lookup of a login' "$(hmac "$pepper" "$(printf login | xxd -p)00$key")" "$lookup" ;;
    *)
      same "key of a lookup ($kind)" "$(hkdf "$ikm" '' "preau/v1/$kind/lookup")" "$key"
      same "lookup ($kind)" "$(hmac "$pepper" "$(printf %s "$kind" | xxd -p)00$key")" "$lookup" ;;
  esac
  same "slot identity ($kind)" "$(hkdf "$ikm" "$salt" preau/v1/slot/identity)" "$secret"
  echo "$identity" >"$tmp/identity"
  same "recipient ($kind)" "$(age-keygen -y "$tmp/identity")" "$recipient"
  same "opened slot ($kind)" "$(base64 -d <<<"$ct" | age -d -i "$tmp/identity")" "$reader"
done < <(rows slots.json '[tuple(s[k] for k in "kind ikm salt pepper lookup_key lookup key identity recipient reader slot_ct".split()) for s in f]')

while IFS='|' read -r secret id key; do
  same 'id of a session' "$(hkdf "$secret" '' preau/v1/session/id)" "$id"
  same 'form key' "$(hkdf "$secret" '' preau/v1/session/form)" "$key"
done < <(rows sessions.json '[(s["secret"],s["id"],s["form_key"]) for s in f]')
while IFS='|' read -r key route token; do
  same 'form token' "$(bin "$(hmac "$key" "$route")" | base64 -w0 | tr '+/' '-_' | tr -d =)" "$token"
done < <(rows sessions.json '[(s["form_key"],h(t["route"]),t["token"]) for s in f for t in s["forms"]]')

while IFS='|' read -r pepper key message seal; do
  same 'key of row seals' "$(hkdf "$pepper" '' preau/v1/rows)" "$key"
  same 'row seal' "$(hmac "$key" "$message")" "$seal"
done < <(rows rows.json '[(r["pepper"],r["key"],h(r["message"]),r["seal"]) for r in f]')

padme() {
  local n=$1 e=0 s=0 m
  [ "$n" -le 256 ] && { echo 256; return; }
  while (( n >> (e + 1) )); do e=$((e + 1)); done
  while (( e >> s )); do s=$((s + 1)); done
  m=$(((1 << (e - s)) - 1)); echo $(((n + m) & ~m))
}
while IFS='|' read -r n padded; do same "padding of a piece of $n" "$(padme "$n")" "$padded"; done < <(rows padding.json 'f["pieces"]')
while IFS='|' read -r n padded; do
  if [ "$n" -le 4096 ]; then found=$(((n + 511) / 512 * 512)); [ "$found" -eq 0 ] && found=512; else found=$(padme "$n"); fi
  same "padding of an entry of $n" "$found" "$padded"
done < <(rows padding.json 'f["entries"]')

[ "$checked" -ge 150 ] || { echo "only $checked values were checked" >&2; exit 1; }
echo "vectors: $checked values hold"
