// Runs inside the page that is recorded, each function alone: the browser carries its text there, so nothing outside may be named.
// No cookie, no storage, nothing that was typed is read.

/** What the page shows, at this moment. Both browsers keep the names that a page gives its elements out of this world. */
export function describe() {
  const root = document.documentElement;
  return {
    place: location.origin + location.pathname,
    text: String(root.innerText ?? "").slice(0, 8192),
    width: innerWidth,
    view: innerHeight,
    height: Math.max(root.scrollHeight, innerHeight),
    x: scrollX,
    y: scrollY,
  };
}

/** The page as HTML, where the browser makes no archive. Without scripts, which hold keys of the session, and without fields. */
export function html() {
  const copy = document.documentElement.cloneNode(true);
  for (const script of copy.querySelectorAll("script")) script.remove();
  for (const field of copy.querySelectorAll("input")) field.removeAttribute("value");
  for (const field of copy.querySelectorAll("textarea")) field.textContent = "";
  return (document.doctype ? `<!DOCTYPE ${document.doctype.name}>\n` : "") + copy.outerHTML;
}

/** Goes to a height and says where the page really is, once it is drawn. */
export async function scroll(x, y) {
  scrollTo({ left: x, top: y, behavior: "instant" });
  const drawn = new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.race([drawn, new Promise((done) => setTimeout(done, 500))]);
  const root = document.documentElement;
  return { y: scrollY, height: Math.max(root.scrollHeight, innerHeight), place: location.origin + location.pathname };
}
