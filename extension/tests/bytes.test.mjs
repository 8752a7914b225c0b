// The bytes that the extension writes, held to `vectors/`, which were computed apart from any code of ours (N033).

import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, randomBytes, sign, verify } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import test from "node:test";
import { ageIdentity, ageOpen, build, modules, project, vectors } from "./built.mjs";

const folder = build();
const m = await modules(folder, "bytes", "entry", "note", "pairing", "piece");
const fromHex = (text) => new Uint8Array(Buffer.from(text, "hex"));
const P8 = Buffer.from("302e020100300506032b657004220420", "hex");
const keyOf = (seed) => createPrivateKey({ key: Buffer.concat([P8, Buffer.from(seed, "hex")]), format: "der", type: "pkcs8" });

test("parts have the bytes and the digests of the vectors", async () => {
  for (const { salt, name, value, bytes, sha256 } of vectors("parts")) {
    assert.equal(m.partText(fromHex(salt), name, value), bytes);
    assert.equal(await m.digest(bytes), sha256);
  }
  for (const wrong of [null, 1.5, 2 ** 53, undefined, "\ud800", [null], new Date()]) {
    assert.throws(() => m.canonical(wrong), TypeError);
  }
});

test("texts are cut and committed as in the vectors", async () => {
  for (const { seed, text, words, commitment } of vectors("words")) {
    const ours = await m.words(fromHex(seed), text);
    assert.deepEqual(ours, words.map((word) => word.bytes));
    assert.deepEqual(await Promise.all(ours.map(m.digest)), words.map((word) => word.sha256));
    assert.equal(await m.commitment(fromHex(seed), text), commitment);
    assert.equal(m.tokens(text).join(""), text);
  }
  await assert.rejects(m.commitment(new Uint8Array(32), "a".repeat(64 * 1024 + 1)), RangeError);
});

test("sizes are those of the vectors", () => {
  const { pieces, entries } = vectors("padding");
  for (const [length, padded] of pieces) assert.equal(m.paddedPiece(length), padded, `piece of ${length}`);
  for (const [length, padded] of entries) assert.equal(m.paddedEntry(length), padded, `entry of ${length}`);
});

test("what is signed is what the vectors' line says was signed", async () => {
  const signed = vectors("lines").filter(({ bytes }) => bytes.includes('"sig"'));
  assert.notEqual(signed.length, 0);
  for (const { bytes } of signed) {
    const line = JSON.parse(bytes);
    const message = m.addedMessage(line.d, Number(line.by.slice(1)), line.sig.n, line.type, line.parts);
    const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(line.sig.k, "hex")]);
    const key = createPublicKey({ key: spki, format: "der", type: "spki" });
    assert.ok(verify(null, Buffer.from(message), key, Buffer.from(line.sig.s, "hex")));
  }
});

test("notes of the vectors open with their key and no other, and no changed byte passes", async () => {
  const heads = vectors("heads");
  const keys = await Promise.all(heads.map(({ vkey }) => m.readVkey(vkey)));
  for (const [index, { note, vkey }] of heads.entries()) {
    assert.equal(await m.openNote(note, keys[index]), note.split("\n\n")[0] + "\n");
    assert.equal(await m.openNote(note, keys[1 - index]), null);
    assert.equal(await m.openNote(note.replace("\n", "0\n"), keys[index]), null);
    assert.equal(await m.openNote(note.slice(0, -1), keys[index]), null);
    // The id of a key is compared with the key.
    assert.equal(await m.readVkey(vkey.replace(/\+(.)/, (_, first) => (first === "0" ? "+1" : "+0"))), null);
  }
});

test("an epoch is read from its own note only", async () => {
  const { seed, vkey, key_name: name } = vectors("heads")[0];
  const key = await m.readVkey(vkey);
  const d = "a8d2e32a01d2a6a7378ac0885e885b62";
  const note = (text) =>
    `${text}\n— ${name} ${Buffer.concat([Buffer.from(key.id, "hex"), sign(null, Buffer.from(text), keyOf(seed))]).toString("base64")}\n`;
  const recipient = ageIdentity().recipient;
  const good = `preau-epoch/v1\n${d}\n3\n${recipient}\n`;
  assert.deepEqual(await m.readEpoch(note(good), key, d), { epoch: 3, recipient });
  assert.equal(await m.readEpoch(note(good), key, d.replace("a", "b")), null);
  assert.equal(await m.readEpoch(note(good.replace("v1", "v2")), key, d), null);
  assert.equal(await m.readEpoch(note(`${good}more\n`), key, d), null);
  assert.equal(await m.readEpoch(note(good).replace(recipient, ageIdentity().recipient), key, d), null);
  assert.equal(await m.readEpoch(undefined, key, d), null);
});

test("a piece opens with Debian's age, and its parts are those that the dossier reads", async () => {
  const identity = ageIdentity();
  const bytes = randomBytes(70_001);
  const page = { title: "Fil « 4eB » 😀", address: "https://reseau.example/fil?a=1#b", text: "Tu vas voir.\u00a0Demain.", at: new Date("2026-11-21T23:30:12.123Z") };
  const file = { name: "image.png", media: "image/png", bytes, transcript: true };
  const made = await m.piece(file, page, "Agent/1 é", "0.1.0", identity.recipient);

  const opened = ageOpen(identity, made.file);
  assert.equal(opened.length, m.paddedPiece(bytes.length));
  assert.ok(opened.subarray(0, bytes.length).equals(bytes));
  assert.ok(opened.subarray(bytes.length).every((byte) => byte === 0));

  const body = ageOpen(identity, made.body).toString();
  assert.equal(Buffer.byteLength(body) % 512, 0);
  const [local, ...parts] = body.replace(/\0+$/, "").split("\n").slice(0, -1);
  assert.deepEqual(await Promise.all(parts.map(m.digest)), made.parts);
  assert.equal(m.canonical(JSON.parse(local)), local);
  const { blobs, words } = JSON.parse(local);
  assert.deepEqual(blobs, [made.blob]);
  const read = parts.map((part) => JSON.parse(part));
  assert.deepEqual(read.map(([, name]) => name), ["name", "media", "file", "class", "nature", "seen", "taken", "caption", "address", "transcript"]);
  const values = Object.fromEntries(read.map(([, name, value]) => [name, value]));
  assert.equal(values.file.sha256, await m.sha256(bytes).then(m.hex));
  assert.equal(values.file.bytes, bytes.length);
  assert.equal(values.class, "B");
  assert.equal(values.nature, "capture");
  // Half past midnight in Paris.
  assert.equal(values.seen, "2026-11-22");
  assert.deepEqual(values.taken, { agent: "Agent/1 é", at: "2026-11-21T23:30:12.123000Z", with: "extension 0.1.0" });
  for (const [name, text] of [["caption", page.title], ["address", page.address], ["transcript", page.text]]) {
    assert.equal(words[name].text, text);
    assert.equal(values[name].words, await m.commitment(fromHex(words[name].seed), text));
  }
  // Salts never serve twice.
  assert.equal(new Set(read.map(([salt]) => salt)).size, read.length);
});

test("a page without title or text makes no empty part, and a cut text is no half character", async () => {
  const identity = ageIdentity();
  const page = { title: "", address: "https://a.example/", text: "é".repeat(5000), at: new Date() };
  const made = await m.piece({ name: "p", media: "text/html", bytes: new Uint8Array(0) }, page, "a", "0", identity.recipient);
  const names = ageOpen(identity, made.body).toString().split("\n").slice(1, -1).map((part) => JSON.parse(part)[1]);
  assert.equal(names.at(-1), "address");
  assert.equal(ageOpen(identity, made.file).length, 256);
  assert.equal(m.start("a" + "é".repeat(5), 4), "aé");
  assert.equal(m.start("\ufeffa\ud800", 99), "\ufeffa\ufffd");
});

test("a code of another form is refused, and its host alone is asked for", async () => {
  const code = { u: "https://preau.example:8443", t: Buffer.alloc(16, 7).toString("base64url"), d: "0".repeat(32), r: ageIdentity().recipient, k: vectors("heads")[0].vkey, n: 2 };
  const write = (it) => `preau1.${Buffer.from(JSON.stringify(it)).toString("base64url")}`;
  assert.deepEqual(m.readCode(` ${write(code).replace(/.{40}/g, "$&\n")} `), code);
  assert.equal(m.originPattern(code.u), "https://preau.example/*");
  assert.ok(m.readCode(write({ ...code, u: "http://127.0.0.1:3000" })));
  for (const wrong of [
    { u: "http://preau.example" }, { u: "https://preau.example/x" }, { u: "javascript:1" }, { t: "AAAA" }, { d: "0" }, { r: "age1" }, { k: 1 }, { n: 0 }, { n: "1" },
  ]) {
    assert.equal(m.readCode(write({ ...code, ...wrong })), null, JSON.stringify(wrong));
  }
  for (const wrong of ["", "preau1.", "preau1.{}", "preau2." + write(code).slice(7), write(code).slice(0, -9)]) {
    assert.equal(m.readCode(wrong), null);
  }
});

test("browsers have a name, keys a fingerprint of four groups", async () => {
  assert.equal(m.label("Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"), "Chromium 140");
  assert.equal(m.label("Mozilla/5.0 AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/141.0.0.0"), "Edge 141");
  assert.equal(m.label("Mozilla/5.0 (X11; rv:153.0) Gecko/20100101 Firefox/153.0"), "Firefox 153");
  assert.equal(m.label(""), "navigateur");
  const key = "11".repeat(32);
  const expected = execFileSync("sha256sum", { input: Buffer.from(key, "hex") }).toString().slice(0, 16);
  assert.equal((await m.fingerprint(key)).replaceAll(" ", ""), expected);
  assert.match(await m.fingerprint(key), /^\w{4} \w{4} \w{4} \w{4}$/);
});

test("every sentence is in both languages, and none is idle", () => {
  const read = (language) => JSON.parse(readFileSync(path.join(folder, "_locales", language, "messages.json"), "utf8"));
  const [fr, en] = ["fr", "en"].map(read);
  assert.deepEqual(Object.keys(fr), Object.keys(en));
  const files = ["", "lib"].flatMap((dir) => readdirSync(path.join(folder, dir)).map((name) => path.join(folder, dir, name)));
  const code = files.filter((file) => /\.(js|html|json)$/.test(file)).map((file) => readFileSync(file, "utf8")).join("\n");
  const troubles = [...code.matchAll(/new Trouble\("(\w+)"\)/g)].map((found) => `trouble_${found[1]}`);
  for (const name of troubles) assert.ok(fr[name], name);
  const fromStatus = ["unconfirmed", "gone", "conflict", "quota", "later", "refused", "server"];
  for (const [name, { message }] of Object.entries(fr)) {
    const used = code.includes(`"${name}"`) || code.includes(`__MSG_${name}__`) || troubles.includes(name) || fromStatus.some((each) => name === `trouble_${each}`);
    assert.ok(used, `${name} is used nowhere`);
    for (const text of [message, en[name].message]) assert.doesNotMatch(text, /!|veuillez|\bplease\b|victime/i);
  }
  for (const name of code.matchAll(/data-words="(\w+)"/g)) assert.ok(fr[name[1]], name[1]);
});

test("the same sources give the same ZIP", () => {
  const sum = (name) => execFileSync("sha256sum", [`${build(name)}.zip`]).toString().slice(0, 64);
  assert.equal(sum("once"), sum("twice"));
  assert.ok(readFileSync(path.join(folder, "vendor/age.js")).equals(readFileSync(path.join(project, "vendor/age-encryption/age.js"))));
});
