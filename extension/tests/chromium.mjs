// Debian's Chromium with the extension, driven through a pipe by its own protocol.

import { spawn } from "node:child_process";
import path from "node:path";
import { room } from "./built.mjs";

const ARGUMENTS = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=900,700", "--accept-lang=fr-FR,fr",
  // The protocol loads and presses extensions only when asked to.
  "--remote-debugging-pipe", "--enable-unsafe-extension-debugging",
];
const PATIENCE = 30_000;

export async function chromium() {
  const browser = spawn("/usr/bin/chromium", [...ARGUMENTS, `--user-data-dir=${path.join(room, `profile-${Date.now()}`)}`, "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    env: { ...process.env, TMPDIR: room },
  });
  const waiting = new Map();
  const heard = [];
  let last = 0;
  let rest = "";
  browser.stdio[4].setEncoding("utf8").on("data", (text) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop();
    for (const { id, result, error, method, params, sessionId } of messages.map((message) => JSON.parse(message))) {
      if (id) {
        const { done, fail, what } = waiting.get(id);
        waiting.delete(id);
        if (error) fail(new Error(`${what}: ${error.message}`));
        else done(result);
      } else {
        heard.push({ method, params, sessionId });
      }
    }
  });
  const ask = (method, params = {}, sessionId = undefined) =>
    new Promise((done, fail) => {
      last += 1;
      waiting.set(last, { done, fail, what: method });
      browser.stdio[3].write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
    });

  /** Evaluates in a target as if a person had pressed something. */
  async function run(session, expression) {
    const answer = await ask("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true, userGesture: true }, session);
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    return answer.result.value;
  }
  const targets = async () => (await ask("Target.getTargets")).targetInfos;
  const attach = async (targetId) => (await ask("Target.attachToTarget", { targetId, flatten: true })).sessionId;

  /** Waits for a state, never for a time. */
  async function until(what, look, patience = PATIENCE) {
    for (const end = Date.now() + patience; Date.now() < end; ) {
      const found = await look();
      if (found) return found;
      await new Promise((again) => setTimeout(again, 50));
    }
    throw new Error(`not seen: ${what}`);
  }

  async function tab(url) {
    const { targetId } = await ask("Target.createTarget", { url });
    const session = await attach(targetId);
    await ask("Runtime.enable", {}, session);
    await until(`${url} is loaded`, () => run(session, "document.readyState === 'complete' && location.href !== 'about:blank'").catch(() => false));
    return { targetId, session, run: (expression) => run(session, expression), close: () => ask("Target.closeTarget", { targetId }) };
  }

  return {
    ask, attach, heard, run, tab, targets, until,
    load: async (folder) => (await ask("Extensions.loadUnpacked", { path: folder })).id,
    close: async () => {
      const gone = new Promise((done) => browser.once("exit", done));
      await ask("Browser.close").catch(() => browser.kill());
      await gone;
    },
  };
}
