// The link with the instance: where it is, whom to encrypt to, and what waits to be sent.

import { giveKey, send, where } from "./client.js";
import { addedMessage } from "./entry.js";
import { base64, hex, utf8 } from "./bytes.js";
import { readEpoch, readVkey } from "./note.js";
import { label, newKey } from "./pairing.js";
import * as shelf from "./shelf.js";
import { Trouble } from "./trouble.js";

/** A counter that moves under our feet is read again this many times. */
const TRIES = 3;

/** Joins the link of a code with a key made for it. What waits for another dossier is never sent to this one. */
export async function join(code) {
  if (!(await readVkey(code.k))) throw new Trouble("code");
  const [before, waiting] = await Promise.all([shelf.pairing(), shelf.waiting()]);
  const same = before?.d === code.d;
  if (before && !same && waiting.length > 0) throw new Trouble("other_dossier");
  const { privateKey, publicHex } = await newKey();
  await giveKey(code, publicHex, label(navigator.userAgent));
  // The last epoch that was seen holds for the whole dossier, whatever the link.
  const seen = same && before.epoch !== undefined ? { epoch: before.epoch, r: before.r } : {};
  await shelf.keepPairing({ ...code, ...seen, key: privateKey, publicHex, ready: false });
}

/**
 * Asks where the link is, and checks the note that names the recipient: signed by the key of the code, for this dossier, of an
 * epoch that never goes back. A false one stops everything: it would have the page encrypted to somebody else.
 */
export async function look(pairing) {
  const now = await where(pairing);
  const vkey = await readVkey(pairing.k);
  const note = vkey && (await readEpoch(now.note, vkey, pairing.d));
  const known = pairing.epoch ?? -1;
  if (!note || note.epoch < known || (note.epoch === known && note.recipient !== pairing.r)) throw new Trouble("note");
  if (now.number !== pairing.n || !Number.isSafeInteger(now.counter)) throw new Trouble("server");
  Object.assign(pairing, { epoch: note.epoch, r: note.recipient, ready: now.state === "ready" });
  await shelf.renewPairing(pairing);
  return now;
}

/** Whom to encrypt to now. Without network, the last recipient that was checked: what is recorded then waits. */
export async function recipient(pairing) {
  try {
    await look(pairing);
  } catch (error) {
    if (error.message !== "offline" || pairing.epoch === undefined) throw error;
  }
  if (!pairing.ready) throw new Trouble("unconfirmed");
  return pairing.r;
}

async function sign(pairing, n, item) {
  const message = addedMessage(pairing.d, pairing.n, n, item.type, item.parts);
  return hex(new Uint8Array(await crypto.subtle.sign("Ed25519", pairing.key, utf8(message))));
}

/** Sends one addition that waits, and puts its receipt in its place. */
async function sendOne(pairing, item) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { counter } = await look(pairing);
    if (item.tried !== undefined && item.tried <= counter) {
      // Only this browser has the key, and it sends one thing at a time: a counter that reached the number given to this addition
      // says that it arrived, and that the answer was lost on its way. Sending it again would make it twice.
      await shelf.arrived(item.id, { at: new Date().toISOString(), name: item.name, note: null });
      return;
    }
    const n = counter + 1;
    await shelf.keepWaiting(Object.assign(item, { tried: n }));
    const { type, parts, blob } = item;
    try {
      const entry = { n, type, parts, body: base64(item.body), blob, sig: await sign(pairing, n, item) };
      const { seq, note } = await send(pairing, entry, item.file);
      await shelf.arrived(item.id, { at: new Date().toISOString(), name: item.name, seq, note });
      return;
    } catch (error) {
      // A number already used may be ours: browsers repeat by themselves a request whose connection broke. Without an answer,
      // nobody knows. Any other refusal is an answer: it did not arrive under this number.
      if (error.message === "conflict") continue;
      if (error.message !== "offline") {
        delete item.tried;
        await shelf.keepWaiting(item);
      }
      throw error;
    }
  }
  throw new Trouble("conflict");
}

/** What concerns one addition only: the next may still go. */
const ITS_OWN = ["refused", "quota", "conflict"];

/** Sends all that waits, oldest first; gives the names that arrived, and the last thing that stopped one. */
export async function sendWaiting() {
  const sent = [];
  let error;
  const pairing = await shelf.pairing();
  for (const item of pairing ? await shelf.waiting() : []) {
    try {
      await sendOne(pairing, item);
      sent.push(item.name);
    } catch (problem) {
      error = problem;
      if (!ITS_OWN.includes(problem.message)) break;
    }
  }
  return { sent, error };
}
