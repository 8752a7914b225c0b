// Records the page in front: its archive, then its picture. Each is encrypted and on disk before the next begins.

import { api } from "./api.js";
import { utf8 } from "./bytes.js";
import { recipient, sendWaiting } from "./link.js";
import { describe, html } from "./page.js";
import { picture } from "./picture.js";
import { paris, piece } from "./piece.js";
import * as shelf from "./shelf.js";
import { Trouble, sentenceOf } from "./trouble.js";

/** Chromium hands its archive over in a file of its own, which is sometimes gone before it is read: asked for twice. */
async function mhtml(tab) {
  for (let tries = 0; api.pageCapture && tries < 2; tries += 1) {
    try {
      const blob = await api.pageCapture.saveAsMHTML({ tabId: tab });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      if (bytes.length > 0) return bytes;
    } catch {
      // The next try, or HTML.
    }
  }
  return null;
}

/** The page as one file: MHTML where the browser makes it and was allowed to, else HTML. */
async function archive(tab) {
  const whole = await mhtml(tab);
  if (whole) return { extension: "mhtml", media: "multipart/related", bytes: whole, whole: true };
  const [answer] = await api.scripting.executeScript({ target: { tabId: tab }, func: html });
  return { extension: "html", media: "text/html", bytes: utf8(answer.result), whole: false };
}

/** What is in front: title and address as the browser says them, the rest as the page does. */
async function look(tab) {
  try {
    const { title, url, windowId } = await api.tabs.get(tab);
    if (!/^https?:/.test(url)) throw new Error("not a page of the web");
    const [answer] = await api.scripting.executeScript({ target: { tabId: tab }, func: describe });
    return { ...answer.result, title: title ?? "", address: url, windowId, at: new Date() };
  } catch {
    throw new Trouble("not_a_page");
  }
}

/**
 * Records and sends. `told(step, done, of)` hears where it is. The answer names what was kept, and says by sentences what was
 * not; it holds no title and no address.
 */
export async function keep(tab, told) {
  const pairing = await shelf.pairing();
  if (!pairing) throw new Trouble("unpaired");
  if (!(await shelf.hasRoom())) throw new Trouble("full");
  await told("step_page");
  // The page does not wait for the network: it may be gone in a minute. Nothing is kept before the recipient is known.
  const checking = recipient(pairing);
  checking.catch(() => undefined);
  const page = await look(tab);
  const found = await archive(tab).catch(() => undefined);
  const to = await checking;
  const { day, hour } = paris(page.at);
  const kept = [];
  const notes = [];
  let [withoutImages, pictured] = [false, false];

  const seal = async (file) => {
    await told("step_sealing");
    const { version } = api.runtime.getManifest();
    await shelf.keepWaiting(await piece(file, page, navigator.userAgent, version, to));
    kept.push(file.name);
  };
  // One may fail without the other.
  const attempt = async (failed, work) => {
    try {
      await work();
    } catch (error) {
      notes.push(error instanceof Trouble ? error.sentence : failed);
    }
  };

  await attempt("note_no_archive", async () => {
    const { extension, media, bytes, whole } = found;
    await seal({ name: `page-${day}-${hour}.${extension}`, media, bytes });
    withoutImages = !whole;
  });
  await attempt("note_no_picture", async () => {
    const { bytes, cut } = await picture(tab, page.windowId, page, (done, of) => told("step_picture", done, of));
    const name = `${cut ? "haut-de-page" : "image"}-${day}-${hour}.png`;
    await seal({ name, media: "image/png", bytes, transcript: true });
    pictured = true;
    if (cut) notes.push("note_cut");
  });
  if (kept.length === 0) throw new Trouble("nothing");
  if (withoutImages) notes.unshift(pictured ? "note_html" : "note_html_alone");

  await told("step_sending");
  const { sent, error } = await sendWaiting();
  if (error) notes.push(sentenceOf(error));
  return { hour, kept, sent: kept.filter((name) => sent.includes(name)), notes: [...new Set(notes)] };
}
