// An instance that keeps to the contract of `/api/v1/add` and checks all it can without the dossier's secrets, and a network
// where a page shows its words only to whoever is signed in.

import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";
import http from "node:http";

const listen = (server, host) => new Promise((done) => server.listen(0, host, () => done(server.address().port)));
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

/** A dossier's key as the instance holds it. */
function dossierKey(name) {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(SPKI.length);
  const id = createHash("sha256").update(`${name}\n`).update(Buffer.from([1])).update(raw).digest().subarray(0, 4);
  const signed = (text) => `${text}\n— ${name} ${Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]).toString("base64")}\n`;
  return { vkey: `${name}+${id.toString("hex")}+${Buffer.concat([Buffer.from([1]), raw]).toString("base64")}`, signed };
}

/** Reads multipart/form-data, in order. */
function fields(type, body) {
  const boundary = Buffer.from(`--${/boundary=(.+)$/.exec(type)[1]}`);
  const found = [];
  for (let from = body.indexOf(boundary); ; ) {
    const next = body.indexOf(boundary, from + 1);
    if (next < 0) return found;
    const part = body.subarray(from + boundary.length + 2, next - 2);
    const cut = part.indexOf("\r\n\r\n");
    found.push({ name: /name="(\w+)"/.exec(part.subarray(0, cut).toString())[1], bytes: part.subarray(cut + 4) });
    from = next;
  }
}

export async function instance(recipient) {
  const key = dossierKey("preau.example/d");
  let token;
  const it = {
    d: randomBytes(16).toString("hex"), number: 0, state: "waiting", counter: 0, epoch: 1, recipient,
    key: null, label: null, added: [], problems: [], cookies: 0,
    /** How additions go wrong: "lost" takes in and answers nothing, "unreachable" does neither, a number is the status of one. */
    wrong: null, once: false, falseNote: false, down: false,
  };
  const note = () => key.signed(`preau-epoch/v1\n${it.falseNote ? "0".repeat(32) : it.d}\n${it.epoch}\n${it.recipient}\n`);

  function add(type, body) {
    const [entryField, fileField, ...rest] = fields(type, body);
    if (entryField.name !== "entry" || fileField?.name !== "file" || rest.length) it.problems.push("fields of an addition");
    const entry = JSON.parse(entryField.bytes.toString());
    if (Object.keys(entry).join() !== "n,type,parts,body,blob,sig") it.problems.push(`keys: ${Object.keys(entry)}`);
    if (it.state !== "ready") return [403];
    if (entry.n <= it.counter || it.added.some(({ blob }) => blob === entry.blob)) return [409];
    const message = `preau/add/v1\n${it.d}\nl${it.number}\n${entry.n}\n${entry.type}\n${entry.parts.join(",")}\n`;
    const spki = createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(it.key, "hex")]), format: "der", type: "spki" });
    if (!verify(null, Buffer.from(message), spki, Buffer.from(entry.sig, "hex"))) return [400];
    it.counter = entry.n;
    it.added.push({ ...entry, body: Buffer.from(entry.body, "base64"), file: Buffer.from(fileField.bytes) });
    const seq = it.added.length + 6;
    return [201, { seq, note: key.signed(`preau.example/d/${it.d}\n${seq + 1}\n${randomBytes(32).toString("base64")}\n`) }];
  }

  function answer(request, body) {
    if (request.headers.authorization !== `Bearer ${token}`) return [404];
    const what = `${request.method} ${request.url}`;
    if (what === "POST /api/v1/add/key") {
      if (it.key) return [409];
      ({ key: it.key, label: it.label } = JSON.parse(body.toString()));
      return [204];
    }
    if (what === "GET /api/v1/add") {
      const { number, state, counter } = it;
      return [200, { number, kind: "extension", state, counter, items_left: 50 - counter, bytes_left: 2147483648, until: "2026-12-06T10:00:00Z", note: note() }];
    }
    if (what !== "POST /api/v1/add") return [404];
    const { wrong } = it;
    if (it.once) it.wrong = null;
    if (wrong === "unreachable") return [];
    if (typeof wrong === "number") return [wrong];
    const given = add(request.headers["content-type"], body);
    return wrong === "lost" ? [] : given;
  }

  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      if (request.headers.cookie) it.cookies += 1;
      const [status, json] = it.down ? [] : answer(request, Buffer.concat(chunks));
      if (!status) return request.socket.destroy();
      // A cookie that the extension must never send back.
      response.writeHead(status, { "Content-Type": "application/json", "Set-Cookie": "instance=1; Path=/" });
      return response.end(json ? JSON.stringify(json) : "");
    });
  });
  const port = await listen(server, "127.0.0.1");
  it.origin = `http://127.0.0.1:${port}`;
  /** A link of the same dossier, and its code; the one before is withdrawn. */
  it.link = () => {
    token = randomBytes(16).toString("base64url");
    Object.assign(it, { number: it.number + 1, state: "waiting", counter: 0, key: null });
    const code = { u: it.origin, t: token, d: it.d, r: it.recipient, k: key.vkey, n: it.number };
    it.code = `preau1.${Buffer.from(JSON.stringify(code)).toString("base64url")}`;
  };
  it.link();
  it.close = () => server.close();
  return it;
}

/** What only a person who is signed in reads, at the top and at the foot of a page of several screens. */
export const SECRET = "On sait où tu habites, madame.";
export const FOOT = "Dernier commentaire : demain à la sortie.";

export async function network(height) {
  const page = (inside) => `<!DOCTYPE html><html lang="fr"><meta charset="utf-8"><title>Fil de la 4e B</title>
<style>body{margin:0}div{height:${height}px;background:linear-gradient(#f00,#00f)}</style>
<input type="hidden" name="csrf" value="jeton-de-session"><script>const key = "cle-de-session";</script>${inside}`;
  const server = http.createServer((request, response) => {
    if (request.url === "/connexion") {
      response.writeHead(302, { "Set-Cookie": "session=ouverte; Path=/; HttpOnly", Location: "/fil" });
      return response.end();
    }
    if (request.url === "/image.svg") {
      response.writeHead(200, { "Content-Type": "image/svg+xml" });
      return response.end('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle r="20" fill="lime"/></svg>');
    }
    response.writeHead(200, { "Content-Type": "text/html" });
    const open = request.headers.cookie?.includes("session=ouverte");
    const inside = open ? `<p>${SECRET}</p><img src="/image.svg" alt=""><div></div><p>${FOOT}</p>` : "<p>Connectez-vous.</p>";
    return response.end(page(inside));
  });
  const port = await listen(server, "localhost");
  return { origin: `http://localhost:${port}`, close: () => server.close() };
}
