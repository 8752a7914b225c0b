// The extension in real Chromium, against an instance that checks what comes and fails as networks do.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";
import { ageIdentity } from "./built.mjs";
import { FOOT, SECRET } from "./mock.mjs";
import { gradientIsWhole, open, pixels, unquoted } from "./opened.mjs";
import { world } from "./world.mjs";

test("N033: a page behind a login is recorded whole, and only the dossier opens it", { timeout: 120_000 }, async (context) => {
  const { browser, preau, identity, site, page, ...at } = await world(context, "whole", { permissions: ["pageCapture"] });

  const stranger = await at.press();
  assert.match(await at.text(stranger), /reliée à aucun dossier/);
  await stranger.close();

  const options = await at.pair();
  assert.match(preau.label, /^Chromium \d+$/);
  const print = createHash("sha256").update(Buffer.from(preau.key, "hex")).digest("hex").slice(0, 16).match(/.{4}/g).join(" ");
  assert.equal(await at.text(options, "#print"), print);
  // The private half cannot leave: not even the extension can read it.
  const extractable = await options.run("import('/lib/shelf.js').then((shelf) => shelf.pairing()).then(({ key }) => key.extractable)");
  assert.equal(extractable, false);

  const early = await at.press();
  assert.match(await at.text(early), new RegExp(print));
  assert.equal(await early.run("document.getElementById('ready').hidden"), true);
  await early.close();

  preau.state = "ready";
  await options.run("document.getElementById('look').click()");
  await browser.until("confirmed", async () => (await at.text(options)).includes("C’est confirmé"));
  await options.close();

  await page.run("scrollTo(0, 40)");
  const { result, said } = await at.keep();
  assert.deepEqual(result.notes, [], said);
  assert.equal(result.sent.length, 2);
  assert.match(said, /C’est gardé, à \d\d\sh\s\d\d/);
  assert.match(said, /page-\d{4}-\d\d-\d\d-\d\dh\d\d\.mhtml/);
  assert.equal(await page.run("scrollY"), 40);
  assert.deepEqual(preau.problems, []);
  assert.equal(preau.cookies, 0);
  assert.deepEqual(preau.added.map(({ n, type }) => [n, type]), [[1, "piece"], [2, "piece"]]);

  const [archive, picture] = preau.added.map((added) => open(identity, added));
  assert.equal(archive.values.media, "multipart/related");
  assert.equal(archive.values.class, "B");
  assert.equal(archive.values.nature, "capture");
  assert.match(archive.values.taken.agent, /Chrome/);
  assert.equal(archive.words.caption.text, "Fil de la 4e B");
  assert.equal(archive.words.address.text, `${site.origin}/fil`);
  assert.equal(archive.words.transcript, undefined);
  const mhtml = unquoted(archive.bytes.toString());
  assert.ok(mhtml.includes(SECRET) && mhtml.includes(FOOT));
  assert.match(mhtml, /Content-Location: http:\/\/localhost:\d+\/image\.svg/);
  assert.ok(!mhtml.includes("cle-de-session"));

  assert.equal(picture.values.media, "image/png");
  assert.ok(picture.words.transcript.text.includes(SECRET) && picture.words.transcript.text.includes(FOOT));
  const seen = pixels(picture.bytes);
  const [height, top] = await page.run("[document.querySelector('html').scrollHeight, document.querySelector('div').offsetTop]");
  assert.equal(seen.height, height);
  assert.ok(await page.run("innerHeight") * 2 < height, "more than two strips");
  gradientIsWhole(seen, top, 1500);

  // No clear word is kept: what the extension has on disk is the pairing and two receipts.
  const after = await at.options();
  const shelf = await after.run(`import("/lib/shelf.js").then(async (shelf) =>
    JSON.stringify([await shelf.waiting(), await shelf.receipts(), await chrome.storage.local.get(), await chrome.storage.session.get()]))`);
  for (const word of [SECRET, "4e B", "localhost", "/fil"]) assert.ok(!shelf.includes(word), word);
  const [waiting, receipts] = JSON.parse(shelf);
  assert.equal(waiting.length, 0);
  assert.deepEqual(receipts.map(({ seq }) => seq), [7, 8]);
  assert.match(receipts[0].note, /^preau\.example\/d\/[0-9a-f]{32}\n8\n/);
});

test("N033: pages kept one right after the other all have their picture, at two a second", { timeout: 120_000 }, async (context) => {
  const { preau, ...at } = await world(context, "pictures", { height: 100 });
  await at.pair();
  preau.state = "ready";
  for (let page = 1; page <= 8; page += 1) {
    const { result } = await at.keep();
    assert.deepEqual([result.kept.length, result.notes], [2, ["note_html"]], `page ${page}`);
  }
  assert.equal(preau.added.length, 16);
});

test("N033: what could not be sent waits encrypted, and goes once, whatever the network did", { timeout: 180_000 }, async (context) => {
  const { browser, preau, identity, page, ...at } = await world(context, "waits", { height: 100 });
  const options = await at.pair();
  assert.equal((await at.keep()).error, "trouble_unconfirmed");
  preau.state = "ready";
  assert.equal((await at.keep()).error, undefined);
  assert.equal(preau.added.length, 2);
  // Without the permission for archives: HTML, without what was typed or hidden, and said.
  const html = open(identity, preau.added[0]);
  assert.equal(html.values.media, "text/html");
  assert.ok(html.bytes.toString().includes(SECRET));
  assert.doesNotMatch(html.bytes.toString(), /jeton-de-session|cle-de-session|<script/);

  const waiting = () => options.run("import('/lib/shelf.js').then((shelf) => shelf.waiting()).then((all) => all.length)");
  const send = async () => {
    const popup = await at.press();
    await popup.run("chrome.storage.session.remove('work')");
    await popup.run("document.getElementById('send').click()");
    await browser.until("the end of sending", () => popup.run("chrome.storage.session.get('work').then(({ work }) => Boolean(work && !work.step))"));
    await popup.close();
  };

  // The server is gone before anything: both pieces wait.
  preau.down = true;
  const { result, said } = await at.keep();
  assert.deepEqual([result.sent.length, result.kept.length], [0, 2]);
  assert.match(said, /Rien n’est perdu/);
  assert.equal(await waiting(), 2);
  preau.down = false;
  await send();
  assert.deepEqual([await waiting(), preau.added.length], [0, 4]);

  // The answers are lost: nothing is sent twice.
  preau.wrong = "lost";
  await at.keep();
  assert.equal(await waiting(), 2);
  preau.wrong = null;
  await send();
  assert.deepEqual([await waiting(), preau.added.length], [0, 6]);

  // One answer is lost on a connection that was open: the browser itself repeats the request, and hears that the number was used.
  Object.assign(preau, { wrong: "lost", once: true });
  await at.keep();
  await send();
  assert.deepEqual([await waiting(), preau.added.length], [0, 8]);

  // The request never arrives: it is sent again.
  Object.assign(preau, { wrong: "unreachable", once: false });
  await at.keep();
  assert.equal(await waiting(), 2);
  Object.assign(preau, { wrong: null, once: true });
  await send();
  assert.deepEqual([await waiting(), preau.added.length], [0, 10]);
  assert.equal(new Set(preau.added.map(({ blob }) => blob)).size, 10);

  // The server says that the number was used, and it was not: signed anew.
  preau.wrong = 409;
  await at.keep();
  assert.deepEqual([await waiting(), preau.added.length], [0, 12]);

  // Refused for itself: it stays, the next goes.
  preau.wrong = 413;
  assert.match((await at.keep()).said, /tout ce qu’il peut recevoir/);
  assert.deepEqual([await waiting(), preau.added.length], [1, 13]);
  await send();
  assert.deepEqual([await waiting(), preau.added.length], [0, 14]);
  assert.deepEqual(preau.added.map(({ n }) => n), Array.from(preau.added, (_, index) => index + 1));

  // A note for another dossier, an older epoch, another recipient in the same one: nothing is recorded.
  const refused = async (change) => {
    const before = { falseNote: preau.falseNote, epoch: preau.epoch, recipient: preau.recipient };
    Object.assign(preau, change);
    const { error, said: why } = await at.keep();
    Object.assign(preau, before);
    assert.equal(error, "trouble_note");
    assert.match(why, /Rien n’est parti/);
    assert.deepEqual([await waiting(), preau.added.length], [0, 14]);
  };
  await refused({ falseNote: true });
  await refused({ epoch: 0 });
  await refused({ recipient: ageIdentity().recipient });

  // A new epoch of the dossier is followed.
  const next = ageIdentity();
  Object.assign(preau, { epoch: 2, recipient: next.recipient });
  await at.keep();
  assert.ok(open(next, preau.added[14]).bytes.length > 0);

  // The link was withdrawn while something waited: it goes by the next one of the same dossier, and by no other's.
  preau.wrong = "lost";
  preau.once = false;
  await at.keep();
  preau.wrong = null;
  preau.link();
  await send();
  assert.deepEqual([await waiting(), preau.added.length], [2, 17]);
  const other = preau.d;
  preau.d = "0".repeat(32);
  preau.link();
  await at.paste(options);
  await browser.until("another dossier", async () => (await at.text(options, "#told")).includes("un autre dossier"));
  assert.equal(preau.key, null);
  preau.d = other;
  preau.link();
  await at.paste(options);
  await browser.until("paired anew", () => options.run(`document.getElementById("where").innerText.includes("${preau.number},")`));
  preau.state = "ready";
  await send();
  // The first had arrived by the old link: refused, it stays. The second went.
  assert.deepEqual([await waiting(), preau.added.length], [1, 18]);
  assert.equal(preau.added[17].n, 1);
  open(next, preau.added[17]);

  // The worker was stopped in the middle: that is said, and the button is there again.
  await options.run("chrome.storage.session.set({ work: { step: 'step_picture', done: 1, of: 2 } })");
  await browser.ask("ServiceWorker.enable", {}, options.session);
  await browser.ask("ServiceWorker.stopAllWorkers", {}, options.session);
  await browser.until("the worker is gone", async () => !(await browser.targets()).some(({ type }) => type === "service_worker"));
  const stopped = await at.press();
  await browser.until("the interruption", async () => /interrompu/.test(await at.text(stopped)));
  assert.equal(await stopped.run("document.getElementById('keep').disabled"), false);
  await stopped.close();

  // Forgetting leaves nothing.
  await options.run("document.getElementById('forget').click()");
  await browser.until("asks first", async () => (await at.text(options, "#told")).includes("Cochez"));
  await options.run("document.getElementById('sure').checked = true; document.getElementById('forget').click()");
  await browser.until("forgotten", () => options.run("document.getElementById('paired').hidden"));
  assert.equal(await options.run("import('/lib/shelf.js').then(async (shelf) => String(await shelf.pairing()) + (await shelf.receipts()).length)"), "undefined0");
});

test("N033: a page too tall is cut, and another tab is never in the picture", { timeout: 120_000 }, async (context) => {
  const { browser, preau, identity, page, ...at } = await world(context, "tall", { height: 30_000 });
  const options = await at.pair();
  preau.state = "ready";
  const { result, said } = await at.keep();
  assert.match(said, /La page est très longue/);
  assert.match(result.kept[1], /^haut-de-page-.*\.png$/);
  const seen = pixels(open(identity, preau.added[1]).bytes);
  assert.equal(seen.height, Math.min(16_000, 20 * (await page.run("innerHeight"))));
  assert.equal(await page.run("scrollY"), 0);

  const popup = await at.press();
  await popup.run("chrome.storage.session.remove('work')");
  await popup.run("document.getElementById('keep').click()");
  await browser.until("the second strip", () => popup.run("chrome.storage.session.get('work').then(({ work }) => work?.done >= 2)"));
  await browser.ask("Page.bringToFront", {}, options.session);
  const work = await browser.until("the end of the work", () => options.run("chrome.storage.session.get('work').then(({ work }) => work && !work.step && work)"));
  assert.deepEqual(work.result.notes.includes("trouble_moved"), true);
  assert.equal(work.result.sent.length, 1);
  assert.equal(preau.added.length, 3);
});

for (const language of ["fr", "en"]) {
  test(`popup and options stand in 320 points, light and dark, in ${language}`, { timeout: 60_000 }, async (context) => {
    const { browser, id, ...at } = await world(context, `narrow-${language}`, { language });
    const axe = readFileSync(new URL("../../vendor/axe/axe.min.js", import.meta.url), "utf8");
    const paired = await at.pair();
    const popup = await browser.tab(`chrome-extension://${id}/popup.html`);
    await popup.run("for (const place of document.querySelectorAll('[hidden]')) place.hidden = false");
    const form = await browser.tab(`chrome-extension://${id}/options.html`);
    for (const tab of [paired, popup, form]) {
      assert.equal(await tab.run("document.documentElement.lang"), language);
      assert.equal(await tab.run("[...document.querySelectorAll('[data-words]')].find((place) => !place.textContent)?.dataset.words"), undefined);
      await browser.ask("Emulation.setDeviceMetricsOverride", { width: 320, height: 640, deviceScaleFactor: 1, mobile: false }, tab.session);
      for (const value of ["light", "dark"]) {
        await browser.ask("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value }] }, tab.session);
        assert.ok(await tab.run("document.documentElement.scrollWidth <= 320"));
        await browser.run(tab.session, axe);
        const found = await tab.run("axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`))");
        assert.deepEqual(found, []);
      }
    }
  });
}
