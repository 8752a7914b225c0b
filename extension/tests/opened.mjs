// What the person's dossier finds in an addition.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { ageOpen } from "./built.mjs";

/** Opens an addition as the person's dossier does, and compares all digests. */
export function open(identity, added) {
  const [local, ...parts] = ageOpen(identity, added.body).toString().replace(/\0+$/, "").split("\n").slice(0, -1);
  assert.deepEqual(parts.map((part) => createHash("sha256").update(part).digest("hex")), added.parts);
  const values = Object.fromEntries(parts.map((part) => JSON.parse(part).slice(1)));
  const { blobs, words } = JSON.parse(local);
  assert.deepEqual(blobs, [added.blob]);
  const bytes = ageOpen(identity, added.file).subarray(0, values.file.bytes);
  assert.equal(createHash("sha256").update(bytes).digest("hex"), values.file.sha256);
  return { values, words, bytes };
}

/** The rows of a PNG of 8 bits without interlacing, with the filters undone. */
export function pixels(png) {
  assert.equal(png.subarray(0, 8).toString("hex"), "89504e470d0a1a0a");
  const data = [];
  let width, height, step;
  for (let from = 8; from < png.length; ) {
    const length = png.readUInt32BE(from);
    const kind = png.subarray(from + 4, from + 8).toString();
    const chunk = png.subarray(from + 8, from + 8 + length);
    if (kind === "IHDR") [width, height, step] = [chunk.readUInt32BE(0), chunk.readUInt32BE(4), chunk[9] === 6 ? 4 : 3];
    if (kind === "IDAT") data.push(chunk);
    from += length + 12;
  }
  const raw = inflateSync(Buffer.concat(data));
  const rows = [];
  let above = new Uint8Array(width * step);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (width * step + 1)];
    const row = Uint8Array.from(raw.subarray(y * (width * step + 1) + 1, (y + 1) * (width * step + 1)));
    for (let x = 0; x < row.length; x += 1) {
      const [a, b, c] = [row[x - step] ?? 0, above[x], above[x - step] ?? 0];
      const p = a + b - c;
      const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
      const paeth = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
      row[x] += [0, a, b, (a + b) >> 1, paeth][filter];
    }
    rows.push(row);
    above = row;
  }
  return { width, height, at: (x, y) => [...rows[y].subarray(x * step, x * step + 3)] };
}

/** The gradient of the network's page runs through every strip without a break: redder above, bluer below. */
export function gradientIsWhole(picture, top, height) {
  for (let y = top; y < top + height; y += 10) {
    const expected = 255 * (1 - (y - top) / height);
    const [red, , blue] = picture.at(20, y);
    assert.ok(Math.abs(red - expected) < 4 && Math.abs(255 - blue - expected) < 4, `row ${y}: ${red} ${blue}`);
  }
}

/** The text of an archive, its quoted-printable undone. */
export const unquoted = (mhtml) =>
  mhtml.replace(/=\r\n/g, "").replace(/((?:=[0-9A-F]{2})+)/g, (run) => Buffer.from(run.replaceAll("=", ""), "hex").toString());
