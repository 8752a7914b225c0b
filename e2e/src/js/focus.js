(css, text) => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return {};
  const words = (at.textContent || "").trim();
  const hit = (!css || at.matches(css)) && (!text || words.startsWith(text));
  const name = at.tagName.toLowerCase() + (at.name ? `[name=${at.name}]` : "") + (at.id ? `#${at.id}` : "") + ` « ${words.slice(0, 40)} »`;
  const mine = (node) => node && (node === at || at.contains(node) || node.contains(at) && node !== document.body && node !== document.documentElement
    || [...(at.labels || [])].some((label) => label === node || label.contains(node)));
  const box = at.getBoundingClientRect();
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  let seen = false;
  if (right > left && bottom > top) {
    for (const x of [0.1, 0.5, 0.9]) for (const y of [0.1, 0.5, 0.9]) {
      if (mine(document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y))) seen = true;
    }
    // What stays on top may not cover its beginning.
    const bar = document.querySelector(".preau-exit");
    if (bar && !bar.contains(at) && bar.getBoundingClientRect().bottom > box.top + 2 && bar.getBoundingClientRect().top < box.bottom - 2
      && getComputedStyle(bar).position === "sticky" && box.height < innerHeight / 2) seen = false;
  }
  const drawn = (style) => style.boxShadow !== "none"
    || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && !/rgba\(0, 0, 0, 0\)|transparent/.test(style.outlineColor));
  const label = at.labels && at.labels[0];
  const painted = label && /^(radio|checkbox)$/.test(at.type) ? getComputedStyle(label, "::before") : getComputedStyle(at);
  return { hit, name, seen, ring: drawn(painted) };
}
