// The extension as it ships in real Firefox, its manifest untouched: the permission for the instance is asked for and given.

import assert from "node:assert/strict";
import test from "node:test";
import { ageIdentity, build } from "./built.mjs";
import { firefox, until } from "./firefox.mjs";
import { FOOT, instance, network, SECRET } from "./mock.mjs";
import { gradientIsWhole, open, pixels } from "./opened.mjs";

const ID = "extension@preau.invalid";
/** Runs in the little window, from the browser's side. */
const inPopup = (body) => {
  const script = `sendAsyncMessage("test:answer", (() => { const document = content.document; ${body} })())`;
  return `
    const view = document.querySelector("browser[webextension-view-type='popup']");
    if (!view?.messageManager) return null;
    return new Promise((answer) => {
      view.messageManager.addMessageListener("test:answer", function heard({ data }) {
        view.messageManager.removeMessageListener("test:answer", heard);
        answer(data);
      });
      view.messageManager.loadFrameScript("data:text/javascript," + encodeURIComponent(${JSON.stringify(script)}), false);
    });`;
};

test("N033: Firefox records the page in front, in a private window too, and only the dossier opens it", { timeout: 180_000 }, async (context) => {
  const identity = ageIdentity();
  const [browser, preau, site] = await Promise.all([firefox(), instance(identity.recipient), network(1500)]);
  context.after(async () => {
    await browser.close();
    preau.close();
    site.close();
  });
  assert.equal(await browser.load(build("firefox")), ID);
  const base = await browser.chrome("return WebExtensionPolicy.getByID(a0).getURL('')", ID);

  await browser.go(`${base}options.html`);
  await until("the form", () => browser.run("return Boolean(document.querySelector('label[for=code]').innerText)"));
  assert.equal(await browser.run("return document.getElementById('images').hidden"), true);
  await browser.run("document.getElementById('code').value = a0", preau.code);
  await browser.press("[type=submit]");
  await until("paired", () => browser.run("return !document.getElementById('paired').hidden"));
  assert.match(preau.label, /^Firefox \d+$/);
  const hosts = await browser.chrome("return WebExtensionPolicy.getByID(a0).allowedOrigins.patterns.map(({ pattern }) => pattern)", ID);
  assert.deepEqual(hosts.filter((pattern) => !pattern.startsWith("moz-")), ["http://127.0.0.1/*"]);
  preau.state = "ready";

  /** Signs in, presses the button and « Garder cette page » in the window in front; gives what arrived. */
  const keep = async () => {
    const before = preau.added.length;
    await browser.go(`${site.origin}/connexion`);
    await until("signed in", () => browser.run("return document.querySelector('html').innerText.includes(a0)", SECRET));
    await browser.chrome(`
      const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
      const { extension } = WebExtensionPolicy.getByID(a0);
      await ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);`, ID);
    await until("the little window", () => browser.chrome(inPopup("return document.getElementById('more')?.hidden === false")));
    // Not confirmed as far as this browser knows: it looks, then the button is there.
    await browser.chrome(inPopup("document.getElementById('look').click(); return true"));
    await until("the button", () => browser.chrome(inPopup("return !document.getElementById('ready').hidden")));
    await browser.chrome(inPopup("document.getElementById('keep').click(); return true"));
    const all = () => preau.added.length === before + 2;
    const done = "return !document.getElementById('keep').disabled && document.getElementById('told').innerText";
    const said = await until("the end", async () => all() && browser.chrome(inPopup(done)));
    assert.doesNotMatch(said, /attend ici|waits here/);
    return preau.added.slice(before).map((added) => open(identity, added));
  };
  const check = async ([html, picture]) => {
    assert.equal(html.values.media, "text/html");
    assert.match(html.values.taken.agent, /Firefox/);
    assert.ok(html.bytes.toString().includes(SECRET) && html.bytes.toString().includes(FOOT));
    assert.doesNotMatch(html.bytes.toString(), /jeton-de-session|cle-de-session/);
    assert.equal(html.words.address.text, `${site.origin}/fil`);
    assert.equal(picture.values.media, "image/png");
    assert.ok(picture.words.transcript.text.includes(SECRET));
    const seen = pixels(picture.bytes);
    const [height, top] = await browser.run(
      "const page = document.querySelector('html'); return [page.scrollHeight, page.querySelector('div').offsetTop]");
    assert.equal(seen.height, height);
    gradientIsWhole(seen, top, 1500);
  };

  const tab = await browser.open("tab");
  await check(await keep());

  // A private window, once the person has let the extension in there: the same, and nothing more stays.
  await browser.chrome(`
    const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
    const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
    const leave = { permissions: ["internal:privateBrowsingAllowed"], origins: [] };
    await ExtensionPermissions.add(a0, leave, WebExtensionPolicy.getByID(a0).extension);
    await (await AddonManager.getAddonByID(a0)).reload();`, ID);
  await browser.open("window");
  assert.equal(await browser.chrome("return PrivateBrowsingUtils.isWindowPrivate(window)"), true);
  await check(await keep());
  assert.deepEqual(preau.problems, []);
  assert.equal(preau.cookies, 0);
  await browser.back(tab);
  await browser.go(`${base}options.html`);
  const shelf = await browser.run(`
    return new Promise((done) => {
      const base = indexedDB.open("preau");
      base.onsuccess = () => {
        const read = base.result.transaction(["waiting", "receipts"]);
        const all = ["waiting", "receipts"].map((name) => read.objectStore(name).getAll());
        read.oncomplete = () => done(JSON.stringify(all.map(({ result }) => result)));
      };
    });`);
  assert.deepEqual(JSON.parse(shelf).map((all) => all.length), [0, 4]);
  for (const word of [SECRET, "4e B", "localhost", "/fil"]) assert.ok(!shelf.includes(word), word);
});
