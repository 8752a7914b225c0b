// One dossier of every sort of evidence, made by a person in a real browser with the program itself, exported for two recipients
// with masks. Run inside `namespace`, where `site-banc.fr` is a site of ours. Prints JSON: where the two exports are.
// Usage: court.mjs FOLDER BYTES (of the film)

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { project } from "../../extension/tests/built.mjs";
import { program } from "../../extension/tests/program.mjs";
import { world } from "../../extension/tests/world.mjs";

const [folder, length] = [process.argv[2], Number(process.argv[3])];
const closing = [];
const context = { after: (close) => closing.push(close) };

const site = spawn("python3", ["-c", `
import sys
sys.path.insert(0, ${JSON.stringify(path.join(project, "tests/web"))})
import site_of_captures as site
site.Page.pages["/mur"] = site.html("<h1>Le mur des profs</h1><p>Mme Vasseur ne sait pas tenir sa classe.</p>", "Le mur des profs")
site.start()
print("ready", flush=True)
sys.stdin.read()`], { stdio: ["pipe", "pipe", "inherit"] });
closing.push(() => site.kill());
await new Promise((done) => site.stdout.once("data", done));

const preau = await program();
const { browser, ...at } = await world(context, "court", { preau, permissions: ["pageCapture"] });
const her = await browser.tab(preau.origin);
const then = async (act, patience = undefined) => {
  await her.run(`window.before = true; ${act}; undefined`);
  const there = "document.readyState === 'complete' && !window.before";
  await browser.until(`after ${act}`, () => her.run(there).catch(() => false), patience);
};
const go = (to) => then(`location.href = ${JSON.stringify(to)}`);
const press = (words, patience) =>
  then(`[...document.querySelectorAll("main button")].find((one) => one.innerText.includes(${JSON.stringify(words)})).click()`, patience);
const sees = async (words) => {
  const text = await at.text(her);
  assert.ok(text.includes(words), `${words} is not in ${await her.run("location.pathname")}: ${text}`);
};
const choose = (name, bytes) =>
  her.run(`{ const some = new DataTransfer(); some.items.add(new File([${bytes}], ${JSON.stringify(name)})); document.querySelector("input[type=file]").files = some.files } undefined`);
const type = (name, text) => her.run(`document.querySelector('[name="${name}"]').value = ${JSON.stringify(text)}; undefined`);
/** Sends the files chosen; the page of pieces takes its list again without being left. */
const add = async (name, patience = 30_000) => {
  await her.run(`[...document.querySelectorAll("main button")].find((one) => one.innerText.includes("Ajouter ces fichiers")).click(); undefined`);
  const listed = `[...document.querySelectorAll("main .preau-contact li")].some((card) => card.innerText.includes(${JSON.stringify(name)}))`;
  await browser.until(`${name} in the list`, () => her.run(listed).catch(() => false), patience);
};
const accept = async (count) => {
  for (let n = 0; n < count; n += 1) await press("Ajouter à mon dossier");
};

// A mail, before any question.
const MAIL = "From: parent@reseau.fr\r\nTo: prof@ecole.fr\r\nDate: Fri, 20 Nov 2026 23:41:00 +0100\r\nSubject: Vous allez le regretter\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nJe sais où vous habitez, dit Kevin Durand.\r\n";
await go("/abri");
await choose("menace.eml", JSON.stringify(MAIL));
await press("abri");
const dossier = /^\/dossier\/[^/]+/.exec(await her.run("location.pathname"))[0];
const piece = async (last) => {
  await go(`${dossier}/pieces`);
  const all = await her.run("[...document.querySelectorAll('main a[href*=\"/piece/\"]')].map((link) => link.pathname)");
  return all.at(last);
};
await go(`${await piece(-1)}/messages`);
await press("Lire les messages");
await sees("Vous allez le regretter");

// A discussion.
await go(`${dossier}/pieces`);
await choose("discussion.txt", JSON.stringify("20/11/2026, 22:10 - Les messages et les appels sont chiffrés de bout en bout.\n20/11/2026, 22:14 - Kevin Durand: la prof est nulle\n21/11/2026, 07:02 - Lina: arrête\n"));
await add("discussion.txt");
await go(`${await piece(-1)}/messages`);
await press("Lire les messages");
await sees("la prof est nulle");

// A page by the server.
await go(`${dossier}/capture`);
await type("url", "http://site-banc.fr/mur");
await press("Garder cette page", 120_000);
await browser.until("the page is kept", async () => {
  await go(`${dossier}/capture`);
  return /Gardée (en entier|en partie)/.test(await at.text(her));
}, 120_000);
await sees("Le mur des profs");

// A page by the extension, as she sees it.
await go(`${dossier}/aide`);
await her.run("document.querySelector('input[value=extension]').checked = true; undefined");
await press("Créer le lien");
preau.code = await her.run("document.querySelector('textarea').value");
await at.pair();
await go(`${dossier}/aide`);
await press("relier");
const { result, said } = await at.keep();
assert.equal(result?.sent.length, 2, said);
await go(`${dossier}/aide`);
await accept(2);

// A screenshot, by a telephone.
await her.run("document.querySelector('input[value=phone]').checked = true; undefined");
await press("Créer le lien");
await go(new URL(await her.run("document.getElementById('adresse').value")).pathname);
const shot = "await new Promise((done) => { const c = document.createElement('canvas'); c.width = 300; c.height = 500; const x = c.getContext('2d'); x.fillStyle = 'navy'; x.fillRect(20, 40, 200, 90); c.toBlob(done, 'image/png') })";
await her.run(`(async () => { const blob = ${shot}; const some = new DataTransfer(); some.items.add(new File([blob], "Screenshot_1.png")); document.querySelector("input[type=file]").files = some.files })()`);
await press("Envoyer");
await sees("C’est reçu");
await go(`${dossier}/aide`);
await accept(1);

// A film, taken up where it stops.
await go(`${dossier}/pieces`);
await her.run(`{
  const head = new Uint8Array([0, 0, 0, 24, 102, 116, 121, 112, 105, 115, 111, 109, 0, 0, 2, 0, 105, 115, 111, 109, 109, 112, 52, 49]);
  const part = new Uint8Array(1 << 20);
  for (let n = 0; n < part.length; n += 65536) crypto.getRandomValues(part.subarray(n, n + 65536));
  const parts = [head];
  for (let left = ${length} - head.length; left > 0; left -= part.length) parts.push(part.subarray(0, Math.min(left, part.length)));
  const some = new DataTransfer();
  some.items.add(new File(parts, "cours.mp4"));
  document.querySelector("input[type=file]").files = some.files;
} undefined`);
await add("cours.mp4", 600_000);

await go(`${dossier}/verifier`);
await press("Sceller le dossier");

// Two recipients, each with what they may read.
const { cookies } = await browser.ask("Network.getCookies", { urls: [preau.origin] }, her.session);
const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
const exported = async (recipient, hidden, name) => {
  await go(`${dossier}/export?pour=${recipient}`);
  await type("hidden", hidden);
  const seq = await her.run(`(async () => {
    const form = [...document.querySelectorAll("main form")].find((form) => form.querySelector("[name=hidden]"));
    const stop = new AbortController();
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: stop.signal });
    const found = answer.url;
    stop.abort();
    return found;
  })()`);
  const file = path.join(folder, name);
  const answer = await fetch(seq, { headers: { cookie } });
  assert.equal(answer.headers.get("content-type"), "application/zip", seq);
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(file));
  return file;
};
const exports = [
  await exported("procureur", "Lina", "procureur.zip"),
  await exported("rectorat", "Kevin Durand", "rectorat.zip"),
];
await go(`${dossier}/pieces`);
const pieces = await her.run("document.querySelectorAll('main .preau-contact li').length");
for (const close of closing.reverse()) await close();
console.log(JSON.stringify({ exports, pieces }));
process.exit(0);
