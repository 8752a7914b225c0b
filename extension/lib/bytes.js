// Bytes and their writings.

const encoder = new TextEncoder();

/** The UTF-8 bytes of a text. */
export const utf8 = (text) => encoder.encode(text);

/** Lower-case hexadecimal. */
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Bytes from the operating system, and nowhere else. */
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** SHA-256. */
export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** Base64, RFC 4648 section 4. By steps: an argument list has a limit. */
export function base64(bytes) {
  let text = "";
  for (let from = 0; from < bytes.length; from += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  }
  return btoa(text);
}

/** Reads base64 in its one writing; anything else gives null. */
export function fromBase64(text) {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    return base64(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}

/** Reads base64url without padding (section 5) in its one writing; anything else gives null. */
export function fromBase64url(text) {
  if (!/^[\w-]*$/.test(text)) return null;
  const usual = text.replaceAll("-", "+").replaceAll("_", "/");
  return fromBase64(usual + "=".repeat((4 - (usual.length % 4)) % 4));
}

/** Zeros at the end, up to `length`. */
export function padded(bytes, length) {
  const out = new Uint8Array(length);
  out.set(bytes);
  return out;
}

/** The start of a text, at most `limit` bytes in UTF-8, never half a character. */
export function start(text, limit) {
  // Half a surrogate pair cannot be written in UTF-8: it becomes U+FFFD here, once, before anything is hashed.
  const bytes = utf8(text.slice(0, limit));
  let end = Math.min(bytes.length, limit);
  while (end < bytes.length && end > 0 && (bytes[end] & 0xc0) === 0x80) end -= 1;
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, end));
}
