// C2SP signed notes with Ed25519, as `crates/seal/src/note.rs` reads them.

import { fromBase64, hex, sha256, utf8 } from "./bytes.js";

/** Reads a key `name+<8 hex>+<base64>`, and compares its id with its bytes; null when it is none. */
export async function readVkey(text) {
  const [name, id, ...rest] = String(text).split("+");
  const bytes = fromBase64(rest.join("+"));
  if (!isName(name) || bytes?.length !== 33 || bytes[0] !== 1) return null;
  const whole = await sha256(new Uint8Array([...utf8(`${name}\n`), ...bytes]));
  return hex(whole.subarray(0, 4)) === id ? { name, id, key: bytes.slice(1) } : null;
}

const isName = (name) => /^[^\s\p{Cc}+]+$/u.test(name);

/** The text of a note that `vkey` signed, with its last line feed; null for anything else. */
export async function openNote(note, vkey) {
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || !note.endsWith("\n")) return null;
  const text = note.slice(0, cut + 1);
  const key = await crypto.subtle.importKey("raw", vkey.key, "Ed25519", false, ["verify"]);
  let signed = false;
  for (const line of note.slice(cut + 2, -1).split("\n")) {
    const parts = /^— (\S+) (\S+)$/.exec(line);
    const bytes = parts && fromBase64(parts[2]);
    if (!bytes || bytes.length < 4) return null;
    if (parts[1] !== vkey.name || hex(bytes.subarray(0, 4)) !== vkey.id) continue;
    if (!(await crypto.subtle.verify("Ed25519", key, bytes.subarray(4), utf8(text)))) return null;
    signed = true;
  }
  return signed ? text : null;
}

/** Epoch and recipient of dossier `d`, from a note that its key signed; null when the note fails. */
export async function readEpoch(note, vkey, d) {
  const text = await openNote(String(note), vkey);
  const parts = text && /^preau-epoch\/v1\n([0-9a-f]{32})\n(0|[1-9]\d{0,14})\n(age1[0-9a-z]+)\n$/.exec(text);
  return parts && parts[1] === d ? { epoch: Number(parts[2]), recipient: parts[3] } : null;
}
