// Asking a question: while it is being written, a number is looked for that costs this browser a moment, so that nobody
// can flood the experts; and what is already answered is shown. Without this script the form waits a few seconds instead.
"use strict";
(() => {
  const work = document.querySelector("[data-work]");
  if (!work) return;
  const form = work.form;

  // SHA-256 (FIPS 180-4) of short messages: crypto.subtle is not there without TLS, and answers each digest by a promise.
  const K = new Int32Array(64);
  const FIRST = new Int32Array(8);
  const part = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
  for (let n = 2, found = 0; found < 64; n += 1) {
    let prime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (found < 8) FIRST[found] = part(Math.sqrt(n));
    K[found] = part(Math.cbrt(n));
    found += 1;
  }
  const W = new Int32Array(64);
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  const block = (state) => {
    for (let i = 16; i < 64; i += 1) {
      const a = W[i - 15], b = W[i - 2];
      W[i] = (W[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + W[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
    }
    // One by one: taken apart as a list, it costs more than twice as much.
    let a = state[0], b = state[1], c = state[2], d = state[3];
    let e = state[4], f = state[5], g = state[6], h = state[7];
    for (let i = 0; i < 64; i += 1) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0;
      d = c; c = b; b = a; a = (one + two) | 0;
    }
    state[0] = (state[0] + a) | 0; state[1] = (state[1] + b) | 0;
    state[2] = (state[2] + c) | 0; state[3] = (state[3] + d) | 0;
    state[4] = (state[4] + e) | 0; state[5] = (state[5] + f) | 0;
    state[6] = (state[6] + g) | 0; state[7] = (state[7] + h) | 0;
  };
  const words = (text, at) => {
    for (let i = 0; i < 16; i += 1) {
      let word = 0;
      for (let j = 0; j < 4; j += 1) word = (word << 8) | (text.charCodeAt(at + 4 * i + j) || 0);
      W[i] = word;
    }
  };
  // What begins every message is digested once.
  const begun = (text) => {
    const state = new Int32Array(FIRST);
    const whole = text.length - (text.length % 64);
    for (let at = 0; at < whole; at += 64) {
      words(text, at);
      block(state);
    }
    return { state, rest: text.slice(whole), whole };
  };
  // Zero bits at the beginning of the digest of ASCII text: its first word says all that is looked for.
  const now = new Int32Array(8);
  const zeros = ({ state, rest, whole }, number) => {
    now.set(state);
    const text = `${rest}${number}`;
    const blocks = Math.ceil((text.length + 9) / 64);
    for (let i = 0; i < blocks; i += 1) {
      words(`${text}\u0080`, i * 64);
      if (i === blocks - 1) {
        W[14] = 0;
        W[15] = (whole + text.length) * 8;
      }
      block(now);
    }
    return Math.clz32(now[0]);
  };

  // What was found counts for the stamp of this form, for as long as the page says, and may be too little by the time it is sent.
  const stamp = form.elements.namedItem("stamp");
  const until = Date.now() + Number(work.dataset.stands) * 1000 - 60000;
  const started = () => begun(`${work.dataset.work}${stamp.value} `);
  let [from, next, bits] = [started(), Number(work.value), Number(work.dataset.bits)];
  // The button that was pressed, whether the price of now is known, whether the form goes.
  let [pressed, priced, goes] = [undefined, false, false];
  const told = document.getElementById("ask-working");
  const go = () => {
    goes = true;
    told.hidden = true;
    form.requestSubmit(pressed);
  };
  const enough = () => work.value !== "" && zeros(from, Number(work.value)) >= bits;

  // Ten milliseconds at a time while somebody types: she goes first.
  let looking = 0;
  const look = () => {
    const end = performance.now() + (pressed === undefined ? 10 : 50);
    do {
      for (let i = 0; i < 32; i += 1, next += 1) {
        if (zeros(from, next) < bits) continue;
        work.value = String(next);
        looking = 0;
        if (priced) go();
        return;
      }
    } while (performance.now() < end);
    looking = setTimeout(look, 0);
  };
  const start = () => {
    if (!looking && !enough()) looking = setTimeout(look, 0);
  };

  // Before it goes, the price of now is asked for; without an answer it goes with what there is.
  form.addEventListener("submit", (event) => {
    if (goes) return;
    event.preventDefault();
    if (pressed !== undefined) return;
    pressed = event.submitter;
    setTimeout(() => { told.hidden = goes; }, 1000);
    const request = new XMLHttpRequest();
    request.open("GET", work.dataset.effort);
    request.timeout = 5000;
    request.addEventListener("loadend", () => {
      const [now, fresh] = request.status === 200 ? request.responseText.split(" ") : [bits];
      [bits, priced] = [Number(now), true];
      if (fresh && Date.now() > until) {
        [stamp.value, work.value, next] = [fresh, "", 0];
        from = started();
      }
      if (enough()) go();
      else start();
    });
    request.send();
  });
  start();

  // What is already answered, after a pause, every two seconds at most.
  const place = document.querySelector("[data-alike]");
  const body = form.elements.namedItem("body");
  const EVERY = 2000;
  let timer = 0;
  let asked = "";
  let last = 0;
  const show = () => {
    const text = body.value.trim();
    if (text === asked) return;
    asked = text;
    last = Date.now();
    const request = new XMLHttpRequest();
    request.open("POST", place.dataset.alike);
    request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.responseType = "document";
    request.addEventListener("load", () => {
      if (request.status !== 200 || !request.response || body.value.trim() !== text) return;
      place.replaceChildren(...request.response.body.childNodes);
    });
    request.send(new URLSearchParams({ csrf: place.dataset.token, body: text }).toString());
  };
  body.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, Math.max(1000, EVERY - (Date.now() - last)));
  });
})();
