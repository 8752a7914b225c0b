// The code that the dossier's page shows, and the key of this browser.

import { fromBase64url, hex, sha256 } from "./bytes.js";

const HERE = ["localhost", "127.0.0.1"];

/** Reads a code; null when it is none. Waits for nothing: a browser gives permissions only during a press. */
export function readCode(text) {
  const bytes = /^preau1\.(.+)$/.exec(text.replace(/\s+/g, ""))?.[1];
  try {
    const { u, t, d, r, k, n } = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(fromBase64url(bytes)));
    const url = new URL(u);
    const safe = url.protocol === "https:" || (url.protocol === "http:" && HERE.includes(url.hostname));
    const good =
      safe && url.origin === u && fromBase64url(t)?.length === 16 && /^[0-9a-f]{32}$/.test(d) && /^age1[0-9a-z]{58}$/.test(r) &&
      typeof k === "string" && Number.isSafeInteger(n) && n >= 1;
    return good ? { u, t, d, r, k, n } : null;
  } catch {
    return null;
  }
}

/** The only host that this extension asks for: patterns know no port. */
export const originPattern = (u) => `${new URL(u).protocol}//${new URL(u).hostname}/*`;

/** A key pair whose private half never leaves the browser, not even for this program. */
export async function newKey() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  return { privateKey, publicHex: hex(new Uint8Array(await crypto.subtle.exportKey("raw", publicKey))) };
}

/** What the person compares with her dossier: the first 8 bytes of the key's digest, by groups of 4. */
export async function fingerprint(publicHex) {
  const bytes = Uint8Array.from(publicHex.match(/../g), (pair) => parseInt(pair, 16));
  return hex((await sha256(bytes)).subarray(0, 8)).match(/.{4}/g).join(" ");
}

/** The name of this browser, for the list of links. */
export function label(agent) {
  const found = /(Firefox|Edg|OPR|Chrome)\/(\d+)/.exec(agent.replace(/Chrome\/\S+ Safari\/\S+ (Edg|OPR)/, "$1"));
  const name = { Edg: "Edge", OPR: "Opera", Chrome: "Chromium" }[found?.[1]] ?? found?.[1];
  return found ? `${name} ${found[2]}` : "navigateur";
}
