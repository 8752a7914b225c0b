// Does the work, so that closing the little window stops nothing. One thing at a time; pages hear of it through
// `storage.session`, which lives in memory.

import { api } from "./lib/api.js";
import { join, look, sendWaiting } from "./lib/link.js";
import { fingerprint } from "./lib/pairing.js";
import { paris } from "./lib/piece.js";
import { keep } from "./lib/record.js";
import * as shelf from "./lib/shelf.js";
import { sentenceOf } from "./lib/trouble.js";

let busy = false;
// A worker that starts has no work: what says the contrary was interrupted.
const ready = api.storage.session.get("work").then(({ work }) => {
  if (work?.step) return tell({ error: "trouble_interrupted" });
});

async function tell(work) {
  await api.storage.session.set({ work });
  await api.action.setBadgeText({ text: work.step ? "…" : (await shelf.waiting()).length ? "!" : "" });
}

async function alone(work) {
  if (busy) return;
  busy = true;
  // A quiet worker is stopped after 30 seconds; a large page takes longer to go.
  const awake = setInterval(() => api.runtime.getPlatformInfo(), 20_000);
  try {
    await tell({ result: await work() });
  } catch (error) {
    await tell({ error: sentenceOf(error) });
  } finally {
    clearInterval(awake);
    busy = false;
  }
}

/** An act that answers with what went wrong instead of failing. */
const said = (work) => work.catch((error) => ({ error: sentenceOf(error) }));

// Pages ask here for all that is on disk: those of a private window have a disk of their own, which is empty.
const acts = {
  state: async () => {
    const [pairing, waiting] = await Promise.all([shelf.pairing(), shelf.waiting()]);
    if (!pairing) return { waiting: waiting.length };
    const { u, n, publicHex, ready: confirmed } = pairing;
    return { pairing: { u, n, ready: confirmed, print: await fingerprint(publicHex) }, waiting: waiting.length };
  },
  pair: ({ code }) => said(join(code).then(() => ({}))),
  receipts: async () => (await shelf.receipts()).flatMap(({ note }) => note ?? []),
  keep: ({ tab }) => alone(() => keep(tab, (step, done, of) => tell({ step, done, of }))),
  send: () =>
    alone(async () => {
      await tell({ step: "step_sending" });
      const { sent, error } = await sendWaiting();
      return { hour: paris(new Date()).hour, kept: sent, sent, notes: error ? [sentenceOf(error)] : [] };
    }),
  forget: async () => {
    if (busy) return { error: "trouble_busy" };
    await shelf.forget();
    await api.storage.session.clear();
    await api.action.setBadgeText({ text: "" });
    return {};
  },
  look: () =>
    said(
      shelf.pairing().then(look).then(({ state, items_left, until }) => ({ state, items_left, until })),
    ),
};

api.runtime.onMessage.addListener((message, sender, answer) => {
  const act = sender.id === api.runtime.id && acts[message?.act];
  if (!act) return false;
  ready.then(() => act(message)).then(answer);
  return true;
});
