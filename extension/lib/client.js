// The three requests that this extension makes, all to the instance of its pairing, without cookies.

import { Trouble } from "./trouble.js";

const PATIENCE = 20_000;
const PATIENCE_TO_SEND = 10 * 60_000;

async function ask(pairing, path, patience, init = {}) {
  try {
    return await fetch(pairing.u + path, {
      ...init,
      headers: { ...init.headers, Authorization: `Bearer ${pairing.t}` },
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    throw new Trouble("offline");
  }
}

/** What an answer that is not a success means. */
function refusal(status) {
  const names = { 403: "unconfirmed", 404: "gone", 409: "conflict", 413: "quota", 429: "later" };
  return new Trouble(names[status] ?? (status >= 500 ? "server" : "refused"));
}

async function json(answer) {
  try {
    return await answer.json();
  } catch {
    throw new Trouble("server");
  }
}

/** Gives the public half of this browser's key to the link. */
export async function giveKey(pairing, publicHex, label) {
  const answer = await ask(pairing, "/api/v1/add/key", PATIENCE, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ key: publicHex, label }),
  });
  if (answer.status === 409) throw new Trouble("taken");
  if (!answer.ok) throw refusal(answer.status);
}

/** Where the link is: state, counter, what is left, the note that says whom to encrypt to. */
export async function where(pairing) {
  const answer = await ask(pairing, "/api/v1/add", PATIENCE);
  if (!answer.ok) throw refusal(answer.status);
  return json(answer);
}

/** Sends one addition; the answer is its receipt. */
export async function send(pairing, entry, file) {
  const form = new FormData();
  form.append("entry", JSON.stringify(entry));
  form.append("file", new Blob([file], { type: "application/octet-stream" }), "file");
  const answer = await ask(pairing, "/api/v1/add", PATIENCE_TO_SEND, { method: "POST", body: form });
  if (answer.status !== 201) throw refusal(answer.status);
  return json(answer);
}
