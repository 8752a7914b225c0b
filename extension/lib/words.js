// The sentences of pages, from `_locales`.

import { api } from "./api.js";

/** A sentence; `$1`, `$2` stand for what follows. */
export const say = (name, ...parts) => api.i18n.getMessage(name, parts.map(String));

/** Puts a page's sentences in their places. */
export function fill() {
  document.documentElement.lang = say("language");
  for (const place of document.querySelectorAll("[data-words]")) place.textContent = say(place.dataset.words);
}

/** Shows or hides. */
export function show(id, shown) {
  document.getElementById(id).hidden = !shown;
}

/** Replaces what an element holds by paragraphs, and a list after the first when there is one. */
export function tell(place, sentences, list = []) {
  const paragraphs = sentences.map((text) => Object.assign(document.createElement("p"), { textContent: text }));
  const names = document.createElement("ul");
  for (const name of list) names.append(Object.assign(document.createElement("li"), { textContent: name }));
  place.replaceChildren(...paragraphs.slice(0, 1), ...(list.length ? [names] : []), ...paragraphs.slice(1));
  place.className = sentences.length ? "mark" : "";
}
