#!/bin/bash
# inclusion.sh LEAF PROOF: whether the bytes of LEAF are in the log that PROOF.tlog-proof names. Only sha256sum and xxd.
set -e
h() { xxd -r -p | sha256sum | cut -c1-64; }
idx=$(awk '/^index /{print $2}' "$2"); cp=$(sed '1,/^$/d' "$2")
size=$(sed -n 2p <<<"$cp"); root=$(sed -n 3p <<<"$cp" | base64 -d | xxd -p -c64)
fn=$idx; sn=$((size - 1)); r=$( (printf 00; xxd -p "$1" | tr -d '\n') | h)
while read -r l; do
  p=$(base64 -d <<<"$l" | xxd -p -c64)
  if (( fn & 1 || fn == sn )); then
    r=$(printf '01%s%s' "$p" "$r" | h); while (( !(fn & 1) && fn != 0 )); do fn=$((fn >> 1)); sn=$((sn >> 1)); done
  else r=$(printf '01%s%s' "$r" "$p" | h); fi
  fn=$((fn >> 1)); sn=$((sn >> 1))
done < <(sed -n '/^index /,/^$/p' "$2" | sed '1d;/^$/d')
[ "$r" = "$root" ] && [ "$sn" -eq 0 ] && echo "INCLUSION OK $idx/$size" || { echo FAIL; exit 1; }
