// A person in Chromium, signed in to a network, with the extension. It is pressed by its button (`Extensions.triggerAction`, which
// grants `activeTab` as her press does). Its manifest is changed for these tests in one thing: the permissions that a browser asks
// for in a window of its own, which no protocol can press (the instance's host, the archive), are given beforehand.

import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ageIdentity, build } from "./built.mjs";
import { chromium } from "./chromium.mjs";
import { instance, network, SECRET } from "./mock.mjs";

/** The built extension, with permissions given beforehand; the page that is recorded is on another host, never among them. */
function given(name, language, permissions) {
  const folder = build(name);
  const file = path.join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  assert.deepEqual(manifest.permissions, ["activeTab", "scripting", "storage"]);
  assert.equal(manifest.host_permissions, undefined);
  manifest.host_permissions = ["http://127.0.0.1/*"];
  manifest.permissions.push(...permissions);
  manifest.optional_permissions = manifest.optional_permissions.filter((each) => !permissions.includes(each));
  writeFileSync(file, JSON.stringify(manifest));
  // A browser without French of its own then falls back to the extension's first language.
  if (language === "fr") rmSync(path.join(folder, "_locales/en"), { recursive: true });
  return folder;
}

/** A browser with the extension, an instance, a network where somebody is signed in. */
export async function world(context, name, { height = 1500, permissions = [], language = "fr", preau: real } = {}) {
  const identity = ageIdentity();
  const [browser, preau, site] = await Promise.all([chromium(), real ?? instance(identity.recipient), network(height)]);
  context.after(async () => {
    await browser.close();
    preau.close();
    site.close();
  });
  const id = await browser.load(given(name, language, permissions));
  const page = await browser.tab(`${site.origin}/connexion`);
  await browser.until("signed in", () => page.run(`document.querySelector("html").innerText.includes(${JSON.stringify(SECRET)})`));
  const at = { browser, preau, site, identity, id, page };

  at.text = (tab, what = "main") => tab.run(`document.querySelector(${JSON.stringify(what)}).innerText`);
  at.options = () => browser.tab(`chrome-extension://${id}/options.html`);
  at.paste = (options) =>
    options.run(`document.getElementById("code").value = ${JSON.stringify(preau.code)}; document.querySelector("[type=submit]").click()`);
  at.pair = async () => {
    const options = await at.options();
    await browser.until("the form", () => options.run("document.readyState === 'complete' && Boolean(document.getElementById('code').labels[0].innerText)"));
    await at.paste(options);
    await browser.until("paired", () => options.run("!document.getElementById('paired').hidden"));
    return options;
  };
  /** Presses the button of the extension over the page; gives the little window. */
  at.press = async () => {
    await browser.ask("Page.bringToFront", {}, page.session);
    const tabs = (await browser.ask("Target.getTargets", { filter: [{ type: "tab" }] })).targetInfos;
    const tab = tabs.find(({ url }) => url.startsWith(site.origin));
    await browser.ask("Extensions.triggerAction", { id, targetId: tab.targetId });
    const popup = await browser.until("the little window", async () => (await browser.targets()).find(({ url }) => url.endsWith("/popup.html")));
    const session = await browser.attach(popup.targetId);
    const drawn = "!document.getElementById('more').hidden || !document.getElementById('unpaired').hidden";
    await browser.until("its state", () => browser.run(session, drawn).catch(() => false));
    return {
      run: (expression) => browser.run(session, expression),
      close: () => browser.ask("Target.closeTarget", { targetId: popup.targetId }).catch(() => undefined),
    };
  };
  /** Presses « Garder cette page » and waits for the end. */
  at.keep = async () => {
    const popup = await at.press();
    await popup.run("chrome.storage.session.remove('work')");
    await popup.run("document.getElementById('keep').click()");
    const work = await browser.until("the end of the work", async () => {
      const { work } = await popup.run("chrome.storage.session.get('work')");
      return work && !work.step && work;
    });
    const done = "!document.getElementById('keep').disabled && document.getElementById('told').innerText";
    const said = await browser.until("what became of it", () => popup.run(done));
    await popup.close();
    return { ...work, said };
  };
  return at;
}
