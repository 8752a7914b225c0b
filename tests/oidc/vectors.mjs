// Writes vectors/idtokens.json: ID tokens made by `jose`, good ones and false ones, each with what must come of it.
//   node vectors.mjs > ../../vectors/idtokens.json
// New keys each time, so every line of the file changes; the verdicts do not.
import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import * as jose from "jose";

const issuer = "https://compte.exemple.fr/oidc";
const client = "preau";
const nonce = "n-0S6_WzA2Mj";
const now = 1_790_000_000;
const good = { iss: issuer, sub: "4711", aud: client, exp: now + 300, iat: now, nonce };

const make = async (alg, kid, options = {}) => {
  const pair = await jose.generateKeyPair(alg, { extractable: true, ...options });
  return { alg, kid, pair, jwk: { ...(await jose.exportJWK(pair.publicKey)), kid, alg, use: "sig" } };
};
const rsa = await make("RS256", "r1");
const ec = await make("ES256", "e1");
const other = await make("RS256", "r1");
const ec384 = await make("ES384", "e3");
const small = generateKeyPairSync("rsa", { modulusLength: 1024 });
const keys = { keys: [rsa.jwk, ec.jwk, { ...small.publicKey.export({ format: "jwk" }), kid: "r0" }, ec384.jwk, { kty: "oct", kid: "o1", k: "AAAA" }, "no key", { kty: "RSA", kid: "bad", n: "!", e: "AQAB" }] };

const sign = (key, claims, header = {}) =>
  new jose.SignJWT(claims).setProtectedHeader({ alg: key.alg, kid: key.kid, ...header }).sign(key.pair.privateKey);
const b64 = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const without = (name) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
const cases = [];
const add = (name, token, why) => cases.push(why ? { name, token, why } : { name, token, subject: "4711" });

const whole = await sign(rsa, good);
add("RS256", whole);
add("ES256", await sign(ec, good));
add("audience in a list", await sign(rsa, { ...good, aud: [client] }));
add("azp is ours", await sign(rsa, { ...good, azp: client }));
add("clocks differ by a minute", await sign(rsa, { ...good, iat: now + 59, exp: now + 400 }));
add("no kid, one key of its kind", await new jose.SignJWT(good).setProtectedHeader({ alg: "ES256" }).sign(ec.pair.privateKey));

const [head, body, signature] = whole.split(".");
add("alg none", new jose.UnsecuredJWT(good).encode(), "Algorithm");
add("alg None", `${b64({ alg: "None" })}.${body}.`, "Algorithm");
const pem = await jose.exportSPKI(rsa.pair.publicKey);
const confused = `${b64({ alg: "HS256", kid: "r1" })}.${body}`;
add("HS256 under the public key", `${confused}.${createHmac("sha256", pem).update(confused).digest("base64url")}`, "Algorithm");
const rs512 = `${b64({ alg: "RS512", kid: "r1" })}.${body}`;
const weak = `${b64({ alg: "RS256", kid: "r0" })}.${body}`;
add("a key of 1024 bits", `${weak}.${createSign("sha256").update(weak).sign(small.privateKey, "base64url")}`, "Signature");
add("RS512", `${rs512}.${createSign("sha512").update(rs512).sign(rsa.pair.privateKey, "base64url")}`, "Algorithm");
add("ES384", await sign(ec384, good), "Algorithm");
add("RS256 with the key of ES256", await sign(rsa, good, { kid: "e1" }), "Key");
add("kid of nobody", await sign(rsa, good, { kid: "r9" }), "Key");
add("a key that cannot be read", await sign(rsa, good, { kid: "bad" }), "Signature");
add("its own key in the header", await sign(other, good, { jwk: other.jwk }), "Signature");
add("another's key under the same kid", await sign(other, good), "Signature");
add("subject changed", `${head}.${b64({ ...good, sub: "4712" })}.${signature}`, "Signature");
add("signature cut", `${head}.${body}.${signature.slice(0, -6)}`, "Signature");
add("signature empty", `${head}.${body}.`, "Signature");
const es = (await sign(ec, good)).split(".");
add("ES256 signature of zeros", `${es[0]}.${es[1]}.${b64("\0".repeat(64))}`, "Signature");
add("crit", `${b64({ alg: "RS256", kid: "r1", crit: ["b64"], b64: false })}.${body}.${signature}`, "Form");
add("issuer with a slash more", await sign(rsa, { ...good, iss: `${issuer}/` }), "Issuer");
add("another issuer", await sign(rsa, { ...good, iss: "https://autre.exemple.fr" }), "Issuer");
add("another audience", await sign(rsa, { ...good, aud: "autre" }), "Audience");
add("two audiences", await sign(rsa, { ...good, aud: [client, "autre"], azp: client }), "Audience");
add("no audience", await sign(rsa, { ...good, aud: [] }), "Audience");
add("azp is another", await sign(rsa, { ...good, azp: "autre" }), "Audience");
add("expired", await sign(rsa, { ...good, exp: now - 60 }), "Time");
add("issued tomorrow", await sign(rsa, { ...good, iat: now + 86400, exp: now + 90000 }), "Time");
add("not before tomorrow", await sign(rsa, { ...good, nbf: now + 86400 }), "Time");
add("another nonce", await sign(rsa, { ...good, nonce: "autre" }), "Nonce");
add("no nonce", await sign(rsa, without("nonce")), "Nonce");
for (const name of ["iss", "sub", "aud", "exp", "iat"]) add(`no ${name}`, await sign(rsa, without(name)), "Form");
add("empty subject", await sign(rsa, { ...good, sub: "" }), "Form");
add("subject too long", await sign(rsa, { ...good, sub: "x".repeat(256) }), "Form");
add("subject not in ASCII", await sign(rsa, { ...good, sub: "élise" }), "Form");
add("two parts", `${head}.${body}`, "Form");
add("four parts", `${whole}.x`, "Form");
add("padded base64", `${head}=.${body}.${signature}`, "Form");
add("empty", "", "Form");
add("too long", `${head}.${"A".repeat(16384)}.${signature}`, "Form");
// The body of a token that is signed, twice the same name in it.
const twice = `${b64({ alg: "RS256", kid: "r1" })}.${b64(JSON.stringify(good).replace("{", '{"sub":"1",'))}`;
add("a name twice", `${twice}.${createSign("sha256").update(twice).sign(rsa.pair.privateKey, "base64url")}`, "Form");

console.log(JSON.stringify({ made_by: "jose 6, tests/oidc/vectors.mjs", issuer, client, nonce, now, keys, cases }, null, 1));
