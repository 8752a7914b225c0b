// Debian's Firefox with the extension loaded for a while, driven by its own protocol (Marionette).

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { room } from "./built.mjs";

const PATIENCE = 60_000;
// A permission asked for during a press is given: the prompt belongs to the browser.
const PREFERENCES = {
  "marionette.port": 0,
  "extensions.webextOptionalPermissionPrompts": false,
  "app.update.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
};

/** Waits for a state, never for a time. */
export async function until(what, look) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
    const found = await look();
    if (found) return found;
    await new Promise((again) => setTimeout(again, 100));
  }
  throw new Error(`not seen: ${what}`);
}

export async function firefox() {
  const profile = mkdtempSync(path.join(room, "firefox-"));
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  writeFileSync(path.join(profile, "user.js"), lines.join("\n"));
  const browser = spawn(
    "firefox-esr",
    ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", profile, "about:blank"],
    { stdio: "ignore", env: { ...process.env, HOME: profile, TMPDIR: profile } },
  );
  const gone = new Promise((done) => browser.once("exit", done));
  const port = await until("the port of Firefox", () => {
    try {
      return Number(readFileSync(path.join(profile, "MarionetteActivePort"), "utf8"));
    } catch {
      return 0;
    }
  });
  const socket = net.connect(port, "127.0.0.1");
  const waiting = new Map();
  let rest = Buffer.alloc(0);
  let last = 0;
  socket.on("data", (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const cut = rest.indexOf(":");
      const end = cut + 1 + Number(rest.subarray(0, cut));
      if (cut < 0 || rest.length < end) return;
      const message = JSON.parse(rest.subarray(cut + 1, end));
      rest = rest.subarray(end);
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message;
      const { done, fail } = waiting.get(id);
      waiting.delete(id);
      if (error) fail(new Error(`${error.error}: ${error.message}`));
      else done(result);
    }
  });
  const ask = (name, parameters = {}) =>
    new Promise((done, fail) => {
      last += 1;
      waiting.set(last, { done, fail });
      const text = JSON.stringify([0, last, name, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  await ask("WebDriver:NewSession", {});

  /** Runs in the page in front; `a0`, `a1` are the arguments. */
  async function run(body, ...args) {
    const names = args.map((_, index) => `a${index}`);
    const script = `const [${[...names, "done"]}] = arguments;
      (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = (await ask("WebDriver:ExecuteAsyncScript", { script, args })).value;
    if (error) throw new Error(error);
    return value;
  }
  /** Runs as the browser itself. */
  async function chrome(body, ...args) {
    await ask("Marionette:SetContext", { value: "chrome" });
    try {
      return await run(body, ...args);
    } finally {
      await ask("Marionette:SetContext", { value: "content" });
    }
  }
  return {
    run, chrome,
    go: (url) => ask("WebDriver:Navigate", { url }),
    /** A press as a person's. */
    press: async (css) => {
      const { value } = await ask("WebDriver:FindElement", { using: "css selector", value: css });
      await ask("WebDriver:ElementClick", { id: Object.values(value)[0] });
    },
    /** A tab, or a private window of its own. */
    open: async (type) => {
      const { handle } = await ask("WebDriver:NewWindow", { type, focus: true, private: type === "window" });
      await ask("WebDriver:SwitchToWindow", { handle, focus: true });
      return handle;
    },
    back: (handle) => ask("WebDriver:SwitchToWindow", { handle, focus: true }),
    load: async (folder) => (await ask("Addon:Install", { path: folder, temporary: true })).value,
    close: async () => {
      await ask("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => browser.kill());
      socket.destroy();
      await gone;
    },
  };
}
