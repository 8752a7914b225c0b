// The extension as it ships, put together in a temporary folder for one test file.

import { execFileSync } from "node:child_process";
import { webcrypto } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

// Debian 12's node has it, but not by this name.
globalThis.crypto ??= webcrypto;

export const project = fileURLToPath(new URL("../../", import.meta.url));

/** A folder of this process, removed at its end. */
export const room = mkdtempSync(path.join(tmpdir(), "preau-extension-"));
process.on("exit", () => rmSync(room, { recursive: true, force: true, maxRetries: 5 }));

/** Builds into the room; gives the folder. */
export function build(name = "extension") {
  const folder = path.join(room, name);
  execFileSync(path.join(project, "extension/build.sh"), [folder], { stdio: ["ignore", "ignore", "inherit"] });
  return folder;
}

/** The modules of the built extension. */
export async function modules(folder, ...names) {
  writeFileSync(path.join(room, "package.json"), '{"type":"module"}');
  const all = await Promise.all(names.map((name) => import(path.join(folder, "lib", `${name}.js`))));
  return Object.assign({}, ...all);
}

export const vectors = (name) => JSON.parse(readFileSync(path.join(project, "vectors", `${name}.json`), "utf8"));

/** Debian's `age` and `age-keygen`. */
export function ageIdentity() {
  const identity = execFileSync("age-keygen", { stdio: ["ignore", "pipe", "ignore"] }).toString();
  const file = path.join(room, `identity-${Math.random()}.txt`);
  writeFileSync(file, identity, { mode: 0o600 });
  return { file, recipient: /public key: (age1\w+)/.exec(identity)[1] };
}

export const ageOpen = (identity, bytes) =>
  execFileSync("age", ["-d", "-i", identity.file], { input: bytes, maxBuffer: 1 << 28, stdio: ["pipe", "pipe", "pipe"] });
