// The whole way with the program itself: a dossier, its link, the extension, what its owner finds.

import assert from "node:assert/strict";
import test from "node:test";
import { FOOT, SECRET } from "./mock.mjs";
import { program } from "./program.mjs";
import { gradientIsWhole, pixels, unquoted } from "./opened.mjs";
import { world } from "./world.mjs";

test("N033: a page kept in the browser stands in the dossier once its owner accepts it", { timeout: 180_000 }, async (context) => {
  const preau = await program();
  context.after(() => preau.close());
  const { browser, page, ...at } = await world(context, "real", { preau, permissions: ["pageCapture"] });

  const her = await browser.tab(preau.origin);
  /** Waits for the page that an act leads to. */
  const then = async (act) => {
    await her.run(`window.before = true; ${act}; undefined`);
    const there = "document.readyState === 'complete' && !window.before";
    await browser.until(`after ${act}`, () => her.run(there).catch(() => false));
  };
  const go = (to) => then(`location.href = ${JSON.stringify(to)}`);
  const press = (words) => then(`[...document.querySelectorAll("main button")].find((one) => one.innerText.includes(${JSON.stringify(words)})).click()`);

  await go("/abri");
  await her.run(`const some = new DataTransfer(); some.items.add(new File(["une preuve"], "preuve.txt")); document.querySelector("input[type=file]").files = some.files`);
  await press("abri");
  const dossier = /^\/dossier\/[^/]+/.exec(await her.run("location.pathname"))[0];

  await go(`${dossier}/aide`);
  await her.run(`document.querySelector("input[value=extension]").checked = true`);
  await press("Créer le lien");
  preau.code = await her.run("document.querySelector('textarea').value");

  const options = await at.pair();
  const print = await at.text(options, "#print");
  await go(`${dossier}/aide`);
  assert.ok((await at.text(her)).includes(print), "the same fingerprint on both sides");
  assert.equal((await at.keep()).error, "trouble_unconfirmed");
  await press("relier");

  const { result, said } = await at.keep();
  assert.deepEqual([result?.notes, result?.sent.length], [[], 2], said);
  const receipts = await options.run("import('/lib/shelf.js').then((shelf) => shelf.receipts())");
  const size = (note) => Number(note.split("\n")[1]);
  assert.ok(size(receipts[0].note) < size(receipts[1].note));

  await go(`${dossier}/aide`);
  const waiting = await at.text(her);
  for (const name of result.kept) assert.ok(waiting.includes(name), name);
  assert.ok(waiting.includes("Fil de la 4e B") && waiting.includes(`${at.site.origin}/fil`));
  await press("Ajouter à mon dossier");
  await press("Ajouter à mon dossier");
  assert.ok(!(await at.text(her)).includes("Ajouter à mon dossier"));

  // What she finds is what her browser saw.
  await go(`${dossier}/pieces`);
  const listed = await at.text(her);
  for (const name of result.kept) assert.ok(listed.includes(name), name);
  const pieces = await her.run("[...document.querySelectorAll('main a[href*=\"/piece/\"]')].map((link) => link.pathname)");
  const bytes = async (piece) => {
    const base64 = await her.run(`fetch("${piece}/contenu").then((answer) => answer.blob()).then((blob) => new Promise((done) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result.split(",")[1]);
      reader.readAsDataURL(blob);
    }))`);
    return Buffer.from(base64, "base64");
  };
  const mhtml = (await bytes(pieces.at(-2))).toString();
  assert.match(mhtml, /^From: <Saved by Blink>/);
  assert.ok(unquoted(mhtml).includes(SECRET) && unquoted(mhtml).includes(FOOT));
  const seen = pixels(await bytes(pieces.at(-1)));
  gradientIsWhole(seen, await page.run("document.querySelector('div').offsetTop"), 1500);

  // The network breaks inside a file: it goes whole the next time.
  preau.breaks = true;
  assert.match((await at.keep()).said, /Rien n’est perdu/);
  preau.breaks = false;
  const popup = await at.press();
  await popup.run("chrome.storage.session.remove('work').then(() => document.getElementById('send').click())");
  const done = "chrome.storage.session.get('work').then(({ work }) => work && !work.step && work)";
  const work = await browser.until("the end of sending", () => popup.run(done));
  assert.deepEqual(work.result?.notes, [], JSON.stringify(work));
  await popup.close();
  await go(`${dossier}/aide`);
  assert.equal((await at.text(her)).split("Ajouter à mon dossier").length, 3);

  // Closed: what comes then waits, and says so.
  await go(`${dossier}/aide`);
  await press("Fermer ce lien");
  assert.match((await at.keep()).said, /Ce lien n’existe pas/);
});
