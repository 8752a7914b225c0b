// Shows how far each file is while the form is sent. The form and its receiver are the same as
// without this script: one multipart POST, answered by a page. Where the page says how, large files
// leave before it, one by one, by resume.js.
(() => {
  "use strict";
  // From here on a file that stops is worth taking up again.
  const LARGE = 8e6;
  const lang = document.documentElement.lang || "fr";
  const size = (bytes) => {
    const [unit, value] = bytes < 1e6 ? ["kilobyte", bytes / 1e3] : ["megabyte", bytes / 1e6];
    return new Intl.NumberFormat(lang, {
      style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0,
    }).format(value);
  };
  const fill = (text, values) =>
    text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const make = (name, className) => {
    const node = document.createElement(name);
    node.className = className;
    return node;
  };

  // One sentence for each file, in the place under the form. Without any, the place is emptied.
  const tell = (place, sentences) => {
    place.replaceChildren(...sentences.map(({ words, kept }) => {
      const text = make("p", kept ? "govuk-body" : "govuk-error-message");
      text.setAttribute("role", kept ? "status" : "alert");
      text.textContent = words;
      return text;
    }));
  };

  const start = () => {
    const form = document.querySelector("form[data-upload]");
    const input = form && form.querySelector('input[type="file"]');
    if (!input) return null;
    const place = make("div", "preau-upload");
    const live = make("p", "govuk-visually-hidden");
    live.setAttribute("role", "status");
    form.append(place, live);
    form.addEventListener("submit", (event) => {
      if (!input.files || input.files.length === 0) return;
      event.preventDefault();
      send(form, input, place, live, event.submitter);
    });
    return place;
  };

  const send = async (form, input, place, live, submitter) => {
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => { button.disabled = true; });

    const list = make("ul", "govuk-list preau-upload__list");
    const rows = Array.from(input.files, (file) => {
      const item = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = fill(form.dataset.wordWait, { name: file.name });
      const bar = document.createElement("progress");
      bar.max = Math.max(file.size, 1);
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      item.append(words, bar);
      list.append(item);
      return { file, words, bar, arrived: false };
    });
    place.replaceChildren(list);

    // A screen reader hears one line every four seconds, not every packet.
    let spoken = 0;
    const say = (text) => {
      const now = Date.now();
      if (now - spoken < 4000) return;
      spoken = now;
      live.textContent = text;
    };
    const resume = document.querySelector("[data-resume]");
    const large = rows.filter((row) => resume && row.file.size > LARGE);
    const small = rows.filter((row) => !large.includes(row));
    // What became of a large file: a word of the page, and how far it is.
    const became = (row, word, percent) => {
      row.plain = word === "wordDone";
      row.said = {
        words: fill(resume.dataset[word], { name: row.file.name, percent }),
        kept: word === "wordDone" || word === "wordAgain",
      };
    };
    // Every file is told: what did not leave before the end has not left.
    const stopped = (...first) => {
      if (resume) {
        rows.filter((row) => !row.said).forEach((row) => became(row, "wordUnsent"));
      }
      const sentences = rows.map((row) => row.said).filter(Boolean);
      tell(place, [...first.map((words) => ({ words, kept: false })), ...sentences]);
      buttons.forEach((button) => { button.disabled = false; });
    };
    const failed = () => stopped(form.dataset.wordFailed);
    const shown = (row, part) => {
      row.arrived = part >= row.file.size;
      row.bar.value = part;
      row.words.textContent = row.arrived
        ? fill(form.dataset.wordSealing, { name: row.file.name })
        : fill(form.dataset.wordProgress,
          { name: row.file.name, done: size(part), total: size(row.file.size) });
      say(row.words.textContent);
    };

    for (const row of large) {
      let end;
      try {
        const { deliver } = await import(resume.dataset.script);
        end = await deliver(resume, row.file, {
          progress: (bytes) => shown(row, bytes),
          waiting: (percent) => {
            row.words.textContent = fill(resume.dataset.wordWaiting,
              { name: row.file.name, percent });
            live.textContent = row.words.textContent;
          },
        });
      } catch {
        failed();
        return;
      }
      const done = end.again ? "wordAgain" : "wordDone";
      const kept = end.percent > 0 ? "wordKept" : "wordStopped";
      const troubles = { kept, ended: "wordEnded", full: "wordFull", large: "wordLarge" };
      became(row, end.trouble ? troubles[end.trouble] : done, end.percent);
      // A file that is too large keeps no other from leaving.
      if (end.trouble && end.trouble !== "large") {
        stopped();
        return;
      }
    }
    // The page's own list says the rest.
    const plain = large.every((row) => row.plain);
    if (small.length === 0) {
      if (plain) window.location.reload();
      else stopped();
      return;
    }

    const data = new FormData(form);
    data.delete(input.name);
    small.forEach((row) => data.append(input.name, row.file));
    if (submitter && submitter.name) data.append(submitter.name, submitter.value);
    const request = new XMLHttpRequest();
    request.open("POST", form.getAttribute("action"));
    request.responseType = "document";
    request.upload.addEventListener("progress", (event) => {
      // Files leave one after the other, in the order of the list.
      let sent = event.loaded;
      for (const row of small) {
        const part = Math.max(0, Math.min(row.file.size, sent));
        sent -= row.file.size;
        if (!row.arrived && part > 0) shown(row, part);
      }
    });
    request.addEventListener("load", () => {
      const here = new URL(form.getAttribute("action"), window.location.href).href;
      if (request.status === 200 && request.responseURL && request.responseURL !== here) {
        window.location.assign(request.responseURL);
        return;
      }
      // A page of problems or of trouble: read it here.
      const main = request.response && request.response.querySelector("main");
      if (!main) { failed(); return; }
      document.querySelector("main").replaceWith(document.importNode(main, true));
      (document.querySelector("[data-summary]") || document.querySelector("main")).focus();
      const renewed = start();
      if (renewed && !plain) tell(renewed, large.map((row) => row.said));
    });
    request.addEventListener("error", failed);
    request.addEventListener("abort", failed);
    request.send(data);
  };

  start();
})();
