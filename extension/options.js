// Pairing, its state, receipts, and forgetting all of it.

import { api } from "./lib/api.js";
import { originPattern, readCode } from "./lib/pairing.js";
import { fill, say, show, tell } from "./lib/words.js";

const at = (id) => document.getElementById(id);
const act = (message) => api.runtime.sendMessage(message);
const told = (...sentences) => tell(at("told"), sentences);

async function draw() {
  const { pairing, waiting } = await act({ act: "state" });
  for (const id of ["paired", "renew", "rest", "home"]) show(id, Boolean(pairing));
  if (!pairing) return;
  at("where").textContent = say(pairing.ready ? "where_ready" : "where_waiting", new URL(pairing.u).host, pairing.n);
  at("print").textContent = pairing.print;
  show("unconfirmed", !pairing.ready);
  // A browser that makes no archives does not know the permission.
  show("images", !(await api.permissions.contains({ permissions: ["pageCapture"] }).catch(() => true)));
  show("lost", waiting > 0);
  at("lost").textContent = say("forget_lost", waiting);
  at("home").firstElementChild.href = pairing.u;
}

const leave = ({ u }) => api.permissions.remove({ origins: [originPattern(u)] }).catch(() => undefined);

async function pair(code, granted) {
  if (!(await granted)) return told(say("trouble_permission"));
  const { pairing: before } = await act({ act: "state" });
  const { error } = await act({ act: "pair", code });
  if (error) return told(say(error));
  if (before && originPattern(before.u) !== originPattern(code.u)) await leave(before);
  at("code").value = "";
  told(say("paired_now"));
  await draw();
}

fill();

at("form").onsubmit = (event) => {
  event.preventDefault();
  const code = readCode(at("code").value);
  if (!code) {
    told(say("trouble_code"));
    at("code").focus();
    return;
  }
  // During the press, before anything is waited for: browsers ask only then.
  pair(code, api.permissions.request({ origins: [originPattern(code.u)] }));
};

at("look").onclick = async () => {
  const { state, items_left: left, until, error } = await act({ act: "look" });
  if (error) told(say(error));
  else if (state !== "ready") told(say("not_yet"));
  else told(say("confirmed", left, new Date(until).toLocaleDateString(say("language"), { dateStyle: "full" })));
  await draw();
};

at("allow").onclick = async () => {
  const given = await api.permissions.request({ permissions: ["pageCapture"] });
  told(say(given ? "images_given" : "images_refused"));
  await draw();
};

at("receipts").onclick = async () => {
  const all = await act({ act: "receipts" });
  if (all.length === 0) return told(say("receipts_none"));
  const text = all.join("\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "preau-recus.txt";
  link.click();
  URL.revokeObjectURL(link.href);
  return told(say("receipts_saved", all.length));
};

at("forget").onclick = async () => {
  if (!at("sure").checked) {
    told(say("forget_tick"));
    at("sure").focus();
    return;
  }
  const { pairing } = await act({ act: "state" });
  const { error } = await act({ act: "forget" });
  if (error) return told(say(error));
  await leave(pairing);
  at("sure").checked = false;
  told(say("forgotten"));
  await draw();
};

await draw();
