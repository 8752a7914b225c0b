// On the desk, the arrows go from one dossier to the next; Home and End go to the first and the last. Nothing listens
// outside the list, and the tabulation key keeps its use (WCAG 2.1.4).
"use strict";
(() => {
  const list = document.querySelector("[data-desk]");
  if (!list) return;
  const links = [...list.querySelectorAll("a")];
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  list.addEventListener("keydown", (event) => {
    const at = links.indexOf(document.activeElement);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    let to = -1;
    if (event.key in steps) to = Math.min(Math.max(at + steps[event.key], 0), links.length - 1);
    if (event.key === "Home") to = 0;
    if (event.key === "End") to = links.length - 1;
    if (to < 0) return;
    event.preventDefault();
    links[to].focus();
  });
})();
