// One recorded file becomes one addition: parts, body and file, encrypted to the dossier before anything is kept.

import { Encrypter } from "../vendor/age.js";
import { hex, padded, random, sha256, start } from "./bytes.js";
import { Draft, LONGEST_TEXT, paddedPiece } from "./entry.js";
import { Trouble } from "./trouble.js";

/** The largest file that is taken. */
export const LARGEST = 100 * 1024 * 1024;
/** How much of the visible text goes beside the picture, in bytes. */
export const TRANSCRIPT = 8 * 1024;

async function encrypt(bytes, recipient) {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(bytes);
}

/** An instant as parts write it; browsers count milliseconds. */
const instant = (at) => at.toISOString().replace("Z", "000Z");

/** Day and hour in Paris: `2026-11-21` and `11h12`. */
export function paris(at) {
  const format = new Intl.DateTimeFormat("fr-FR", {
    timeZone: "Europe/Paris", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: `${part.year}-${part.month}-${part.day}`, hour: `${part.hour}h${part.minute}` };
}

/**
 * Encrypts `bytes` with what is known of them. `page` is `{title, address, text, at}`; `with` names this extension; the address
 * is left out when it is longer than an entry holds: cut, it would be another address.
 */
export async function piece({ name, media, bytes, transcript }, page, agent, version, recipient) {
  if (bytes.length > LARGEST) throw new Trouble("too_large");
  const blob = hex(random(16));
  const draft = new Draft()
    .value("name", name)
    .value("media", media)
    .value("file", { bytes: bytes.length, sha256: hex(await sha256(bytes)) })
    .value("class", "B")
    .value("nature", "capture")
    .value("seen", paris(page.at).day)
    .value("taken", { agent: start(agent, 512), at: instant(page.at), with: `extension ${version}` })
    .blob(blob);
  await draft.words("caption", start(page.title, 1024));
  if (page.address.length < LONGEST_TEXT / 4) await draft.words("address", start(page.address, LONGEST_TEXT));
  if (transcript) await draft.words("transcript", start(page.text, TRANSCRIPT));
  return {
    name,
    type: "piece",
    blob,
    parts: await draft.digests(),
    body: await encrypt(draft.body(), recipient),
    file: await encrypt(padded(bytes, paddedPiece(bytes.length)), recipient),
  };
}
