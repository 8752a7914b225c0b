// The bytes of an entry: parts, words, body, padding. The same as `crates/seal/src/entry/` and `crates/seal/src/vault/pad.rs`
// write; `vectors/` holds both to it.

import { hex, padded, random, sha256, utf8 } from "./bytes.js";

/** The longest text committed by words, in bytes. */
export const LONGEST_TEXT = 64 * 1024;

/** The one writing of a value: RFC 8785 without null nor fractions. */
export function canonical(value) {
  if (typeof value === "string") {
    if (/\p{Surrogate}/u.test(value)) throw new TypeError("half a character");
    return JSON.stringify(value);
  }
  if (typeof value === "boolean" || Number.isSafeInteger(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && Object.getPrototypeOf(value) === Object.prototype) {
    // `sort` compares UTF-16 code units, as RFC 8785 asks.
    const fields = Object.keys(value).sort();
    return `{${fields.map((key) => `${canonical(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  throw new TypeError("a value that committed JSON does not know");
}

/** The exact bytes of a part, as text: `["<salt>","<name>",<value>]`. */
export const partText = (salt, name, value) => canonical([hex(salt), name, value]);

/** The digest that a line commits to. */
export const digest = async (text) => hex(await sha256(utf8(text)));

/** Cuts a text after each run of white space (U+0020, 0009, 000A, 00A0, 202F). */
export const tokens = (text) => text.match(/[^ \t\n\u00a0\u202f]*[ \t\n\u00a0\u202f]+|[^ \t\n\u00a0\u202f]+/g) ?? [];

/** The bytes of each word of a text under a seed, as texts. */
export async function words(seed, text) {
  const key = await crypto.subtle.importKey("raw", seed, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return Promise.all(
    tokens(text).map(async (token, index) => {
      const place = new Uint8Array(4);
      new DataView(place.buffer).setUint32(0, index);
      const salt = new Uint8Array(await crypto.subtle.sign("HMAC", key, place)).subarray(0, 16);
      return canonical([hex(salt), token]);
    }),
  );
}

/** The commitment to a text: the digest of its words' digests, each followed by LF. */
export async function commitment(seed, text) {
  if (utf8(text).length > LONGEST_TEXT) throw new RangeError("a text longer than an entry holds");
  const digests = await Promise.all((await words(seed, text)).map(digest));
  return digest(digests.map((each) => `${each}\n`).join(""));
}

/** An entry before the server gives it a place and a time. */
export class Draft {
  #parts = [];
  #local = {};

  /** Adds a named value. */
  value(name, value) {
    this.#parts.push(partText(random(16), name, value));
    return this;
  }

  /** Adds a text that somebody wrote: the part commits to its words, text and seed stay beside. An empty one makes no part. */
  async words(name, text) {
    if (text === "") return this;
    const seed = random(32);
    this.value(name, { words: await commitment(seed, text) });
    this.#local.words ??= {};
    this.#local.words[name] = { seed: hex(seed), text };
    return this;
  }

  /** Names the sealed bytes that belong to it. */
  blob(id) {
    this.#local.blobs = [id];
    return this;
  }

  /** The digests of the parts, in order. */
  digests() {
    return Promise.all(this.#parts.map(digest));
  }

  /** Local data and parts, one a line, padded: what is encrypted. */
  body() {
    const bytes = utf8([canonical(this.#local), ...this.#parts].map((line) => `${line}\n`).join(""));
    return padded(bytes, paddedEntry(bytes.length));
  }
}

/** The length of a piece once padded: Padmé from 256 bytes on. */
export function paddedPiece(length) {
  if (length <= 256) return 256;
  let exponent = 8;
  while (2 ** (exponent + 1) <= length) exponent += 1;
  const kept = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** (exponent - kept);
  return Math.ceil(length / step) * step;
}

/** The length of a body once padded: steps of 512 bytes up to 4 KiB, then Padmé. */
export function paddedEntry(length) {
  return length <= 4096 ? Math.max(512, Math.ceil(length / 512) * 512) : paddedPiece(length);
}

/** What the extension signs for its addition number `n`. */
export const addedMessage = (d, number, n, type, digests) =>
  `preau/add/v1\n${d}\nl${number}\n${n}\n${type}\n${digests.join(",")}\n`;
