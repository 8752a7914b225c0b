// The little window: where the pairing is, « Garder cette page », what became of it.

import { api } from "./lib/api.js";
import { fill, say, show, tell } from "./lib/words.js";

const at = (id) => document.getElementById(id);
const act = (message) => api.runtime.sendMessage(message);

/** What is being done, or was done last. */
function sentences(work) {
  if (!work) return [[], []];
  if (work.step) return [[say(work.step, work.done ?? "", work.of ?? ""), say("may_close")], []];
  if (work.error) return [[say(work.error)], []];
  const { hour, kept, sent, notes } = work.result;
  const notesSaid = notes.map((name) => say(name));
  if (kept.length === 0) return [notesSaid.length ? notesSaid : [say("nothing_waits")], []];
  const all = sent.length === kept.length;
  return [[say(all ? "kept_sent" : "kept_here", hour.replace("h", say("hour_mark"))), ...(all ? [say("accept")] : []), ...notesSaid], kept];
}

let turn = 0;

async function draw() {
  turn += 1;
  const mine = turn;
  const [{ pairing, waiting }, { work }] = await Promise.all([act({ act: "state" }), api.storage.session.get("work")]);
  // News came while this was read: the latest is drawn, and only that.
  if (mine !== turn) return;
  const busy = Boolean(work?.step);
  show("unpaired", !pairing);
  show("waiting-for-her", pairing && !pairing.ready);
  show("ready", pairing?.ready);
  show("waiting", pairing && waiting > 0 && !busy);
  show("more", pairing);
  at("keep").disabled = busy;
  at("print").textContent = pairing?.print ?? "";
  at("count").textContent = waiting > 1 ? say("waiting_many", waiting) : say("waiting_one");
  tell(at("told"), ...sentences(work));
}

fill();
at("pair").onclick = () => {
  api.runtime.openOptionsPage();
  close();
};
at("look").onclick = async () => {
  const { state, error } = await act({ act: "look" });
  await draw();
  if (state !== "ready") tell(at("told"), [say(error ?? "not_yet")]);
};
at("keep").onclick = async () => {
  const [tab] = await api.tabs.query({ active: true, currentWindow: true });
  at("keep").disabled = true;
  await act({ act: "keep", tab: tab.id });
};
at("send").onclick = () => act({ act: "send" });
api.storage.onChanged.addListener(draw);
// A worker that was asleep wakes first, and says whether the work that was written down is still being done.
await act({ act: "state" });
await draw();
at("keep").focus();
