(() => {
  // Borders of fields and buttons, and what shows the focus: 3:1 against what is around (WCAG 1.4.11, 2.4.7).
  const parse = (text) => {
    const m = /rgba?\(([^)]+)\)/.exec(text || "");
    if (!m) return null;
    const [r, g, b, a = 1] = m[1].split(/[ ,/]+/).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => ({ r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1 });
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((v) => { const s = v / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ratio = (one, two) => { const [a, b] = [light(one), light(two)].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05); };
  const ground = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour && colour.a > 0) layers.push(colour);
      if (colour && colour.a === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const name = (node) => node.tagName.toLowerCase() + (node.name ? `[name=${node.name}]` : "") + (node.type ? `[${node.type}]` : "") + " " + (node.className || "").toString().slice(0, 60);
  const painted = (node) => {
    const label = node.labels && node.labels[0];
    return label && /^(radio|checkbox)$/.test(node.type) ? getComputedStyle(label, "::before") : getComputedStyle(node);
  };
  const borders = (style) => ["Top", "Right", "Bottom", "Left"]
    .filter((side) => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none")
    .map((side) => style[`border${side}Color`]);
  const shadows = (style) => style.boxShadow === "none" ? [] : style.boxShadow.match(/rgba?\([^)]+\)/g) || [];
  const best = (colours, around) => Math.max(0, ...colours.map(parse).filter((c) => c && c.a > 0).map((c) => ratio(over(c, around), around)));
  document.querySelectorAll("details").forEach((node) => { node.open = true; });
  const shown = (node) => node.checkVisibility() && node.getBoundingClientRect().width > 0;
  const found = [];
  for (const node of document.querySelectorAll("input:not([type=hidden]), textarea, select, button, a.govuk-button")) {
    if (!shown(node)) continue;
    const style = painted(node), around = ground(node.parentElement);
    const value = best([...borders(style), style.backgroundColor], around);
    if (value < 3) found.push(`border ${value.toFixed(2)}: ${name(node)}`);
  }
  let checked = 0;
  for (const node of document.querySelectorAll("a[href], button, input:not([type=hidden]), textarea, select, summary, [tabindex='0']")) {
    if (!shown(node)) continue;
    node.blur();
    const read = () => { const s = painted(node); return { width: [s.borderTopWidth + s.borderBottomWidth], outline: s.outlineStyle === "none" || parseFloat(s.outlineWidth) === 0 ? [] : [s.outlineColor], shadow: shadows(s), border: borders(s), ground: [s.backgroundColor] }; };
    const before = read();
    node.focus();
    if (document.activeElement !== node) continue;
    const after = read();
    checked += 1;
    const changed = (part) => JSON.stringify(after[part]) !== JSON.stringify(before[part]);
    // A border that only becomes thicker shows the focus too.
    const fresh = ["outline", "shadow", "border", "ground"].filter((part) => changed(part) || (part === "border" && changed("width"))).flatMap((part) => after[part]);
    const value = best(fresh, ground(node.parentElement));
    if (value < 3) found.push(`focus ${value.toFixed(2)}: ${name(node)} ${(node.textContent || "").trim().slice(0, 30)}`);
  }
  return { checked, found };
})()
