// A time of the transcript or of a part plays the sound of this page from there, and the words that are being said are
// marked. Without this script the same links open the sound by itself, at the same time.
"use strict";
(() => {
  const page = document.querySelector("[data-listen]");
  const sound = page && page.querySelector("audio");
  if (!sound) return;
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-at]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const from = Number(link.dataset.at);
    const play = () => {
      sound.currentTime = from;
      sound.play().catch(() => {});
    };
    if (sound.readyState > 0) return play();
    // Nothing was loaded yet: nobody had asked for it.
    sound.addEventListener("loadedmetadata", play, { once: true });
    sound.preload = "auto";
    sound.load();
  });
  const words = [...page.querySelectorAll("[data-cue]")].map((node) => [Number(node.dataset.cue), node]);
  let shown = null;
  sound.addEventListener("timeupdate", () => {
    let now = null;
    for (const [at, node] of words) if (at <= sound.currentTime) now = node;
    if (now === shown) return;
    if (shown) {
      shown.classList.remove("preau-said--now");
      shown.removeAttribute("aria-current");
    }
    if (now) {
      now.classList.add("preau-said--now");
      now.setAttribute("aria-current", "true");
    }
    shown = now;
  });
})();
