// Sends one large file so that it can be taken up where it stopped (tus 1.0.0). Loaded by upload.js when such a
// file is chosen. Nothing is kept in this browser: the server's page lists what did not arrive whole.

// A request carries this much, so that a visit closed elsewhere stops the upload soon.
const PART = 16 * 1024 * 1024;
const SAMPLE = 1024 * 1024;
const DELAYS = [1, 2, 4, 8, 15, 30, 30, 60, 60, 60];

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

// A salted digest of the beginning, the middle and the end: enough to know the same file again.
const marked = async (file, salt) => {
  const middle = Math.floor(file.size / 2);
  const sample = new Blob([salt, String(file.size), file.slice(0, SAMPLE),
    file.slice(middle, middle + SAMPLE), file.slice(-SAMPLE)]);
  const digest = await crypto.subtle.digest("SHA-256", await sample.arrayBuffer());
  return `${salt}:${hex(new Uint8Array(digest))}`;
};

// What the page knows of the upload that this file continues, or null.
const known = async (file) => {
  for (const item of document.querySelectorAll("[data-unfinished]")) {
    const { length, mark } = item.dataset;
    if (Number(length) === file.size && await marked(file, mark.split(":")[0]) === mark) {
      return item;
    }
  }
  return null;
};

// An upload that was just begun, known like those that the server listed.
const noted = (place, unfinished, length, mark) => {
  const item = document.createElement("div");
  Object.assign(item.dataset, { unfinished, length, mark });
  place.append(item);
  return item;
};

const ask = (method, url, headers, body, onSent) => new Promise((resolve) => {
  const request = new XMLHttpRequest();
  request.open(method, url);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  if (onSent) request.upload.addEventListener("progress", (event) => onSent(event.loaded));
  request.addEventListener("loadend", () => resolve(request));
  request.send(body);
});

const online = (seconds) => new Promise((resolve) => {
  const done = () => {
    clearTimeout(timer);
    window.removeEventListener("online", done);
    resolve();
  };
  const timer = setTimeout(done, seconds * 1000);
  window.addEventListener("online", done);
});

// Sends `file`. `progress(bytes)` and `waiting(percent)` tell how it goes. Gives { piece, again } once it is a piece of
// the dossier, or { trouble, percent } with trouble one of "kept", "ended", "full", "large".
export const deliver = async (place, file, { progress, waiting }) => {
  const headers = { "Tus-Resumable": "1.0.0", "Preau-Token": place.dataset.token };
  const percent = (offset) => Math.floor(offset * 100 / file.size);
  let item = await known(file);
  let url = item && item.dataset.unfinished;
  let offset = url ? null : 0;
  let reached = 0;
  let tries = 0;
  for (;;) {
    let request;
    if (!url) {
      const mark = await marked(file, hex(crypto.getRandomValues(new Uint8Array(16))));
      request = await ask("POST", place.dataset.resume, {
        ...headers,
        "Upload-Length": String(file.size),
        "Upload-Metadata": `filename ${base64(file.name)},mark ${base64(mark)}`,
      });
      if (request.status === 201) {
        url = request.getResponseHeader("Location");
        item = noted(place, url, file.size, mark);
      }
    } else if (offset === null) {
      request = await ask("HEAD", url, headers);
      // Given up meanwhile: begun anew.
      if (request.status === 404) {
        item.remove();
        [url, offset, tries] = [null, 0, tries + 1];
      }
    } else {
      request = await ask("PATCH", url, {
        ...headers,
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": String(offset),
      }, file.slice(offset, offset + PART), (sent) => progress(offset + sent));
    }
    const at = request.getResponseHeader("Upload-Offset");
    if (at !== null && request.status < 300) {
      offset = Number(at);
      progress(offset);
      if (offset > reached) [reached, tries] = [offset, 0];
      if (offset >= file.size) {
        item.remove();
        const [piece, again] = (request.getResponseHeader("Preau-Piece") || "").split(" ");
        return { piece, again: Boolean(again) };
      }
      continue;
    }
    // Sent to the page that asks for the code: there is no session any more.
    const ended = request.status === 401 || request.status === 403 || request.status === 200;
    if (ended) return { trouble: "ended", percent: percent(reached) };
    if (request.status === 507) return { trouble: "full", percent: percent(reached) };
    if (request.status === 413) return { trouble: "large", percent: 0 };
    if (tries >= DELAYS.length) return { trouble: "kept", percent: percent(reached) };
    waiting(percent(reached));
    await online(DELAYS[tries]);
    tries += 1;
    if (url) offset = null;
  }
};
