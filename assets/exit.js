// Leaving at once: the button, or Shift three times within five seconds. The page is covered
// first, then replaced in the history. Without this script the button posts the same form.
(() => {
  "use strict";
  const form = document.querySelector("[data-exit]");
  if (!form) return;
  const status = document.querySelector("[data-exit-status]");
  const say = (text) => { if (status) status.textContent = text; };

  const leave = () => {
    const cover = document.createElement("div");
    cover.className = "preau-cover";
    cover.setAttribute("role", "alert");
    cover.textContent = form.dataset.wordLeaving;
    document.body.append(cover);
    document.documentElement.classList.add("preau-leaving");
    // Text typed and not yet sent must not come back with the Back button.
    document.querySelectorAll("form").forEach((other) => other.reset());
    window.location.replace(form.getAttribute("action"));
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });
  document.querySelectorAll('a[href="/sortie"]').forEach((link) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    }));

  let presses = [];
  let alone = false;
  document.addEventListener("keydown", (event) => { alone = event.key === "Shift"; });
  document.addEventListener("keyup", (event) => {
    // A Shift that wrote a capital letter is not a press.
    if (event.key !== "Shift") return;
    if (!alone) { presses = []; return; }
    const now = event.timeStamp;
    presses = presses.filter((at) => now - at < 5000);
    presses.push(now);
    if (presses.length >= 3) { leave(); return; }
    const left = 3 - presses.length;
    say((left === 1 ? form.dataset.wordPress1 : form.dataset.wordPress2) || "");
  });

  // A page shown again from the browser's memory would still show what was left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });

  // The summary of problems is read first.
  const summary = document.querySelector("[data-summary]");
  if (summary) summary.focus();
})();
