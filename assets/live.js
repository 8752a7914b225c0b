// What changes in a session appears in its page as it changes (docs/build/live.md). Focus and scroll stay where they are.
// Trusted Types allow nobody to write HTML here: a fragment is built element by element, from those that templates use.
"use strict";
(() => {
  const list = document.getElementById("live");
  if (!list || !window.EventSource) return;
  const [said, more] = ["live-said", "live-more"].map((id) => document.getElementById(id));
  const TAGS = /^(a|abbr|b|blockquote|br|cite|code|dd|details|div|dl|dt|em|h[2-6]|hr|i|img|li|ol|p|q|section|small|span|strong|sub|summary|sup|time|ul)$/;
  const NAMES = /^(alt|class|datetime|dir|draggable|height|hidden|href|id|lang|open|role|src|title|width|(aria|data)-[a-z-]+)$/;
  const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };
  const plain = (text) => text.replace(/&(?:#(\d+)|#x([\da-f]+)|([a-z]+));/gi, (whole, ten, hex, name) =>
    name ? SIGNS[name] || whole : String.fromCodePoint(ten || parseInt(hex, 16)));

  const build = (html) => {
    const whole = document.createElement("div");
    let [at, read] = [whole, 0];
    for (const [all, text, end, name, rest] of html.matchAll(/([^<]+)|<(\/?)([a-z]\w*)((?:[^<>"]|"[^"]*")*)>/g)) {
      read += all.length;
      if (text) at.append(plain(text));
      else if (end) {
        if (at === whole || at.localName !== name) throw name;
        at = at.parentNode;
      } else {
        if (!TAGS.test(name)) throw name;
        const made = document.createElement(name);
        for (const [, key, value] of rest.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)) {
          const set = plain(value || "");
          if (!NAMES.test(key) || (/^(href|src)$/.test(key) && !/^([/#]|https?:)/.test(set))) throw key;
          made.setAttribute(key, set);
        }
        at.append(made);
        if (!/^(br|hr|img)$/.test(name)) at = made;
      }
    }
    const one = whole.firstElementChild;
    if (read !== html.length || at !== whole || !one || !one.id) throw html;
    return one;
  };

  // Runs `work`; what is read stays at its height.
  const still = (work) => {
    const top = (node) => node.getBoundingClientRect().top;
    const above = top(list) < 0;
    const seen = above && ([...list.children].find((item) => item.getBoundingClientRect().bottom > 0) || list.nextElementSibling);
    const before = seen && top(seen);
    work();
    const now = seen && (seen.isConnected ? seen : document.getElementById(seen.id));
    if (now) window.scrollBy({ top: top(now) - before, behavior: "instant" });
  };
  document.documentElement.style.overflowAnchor = "none";

  let [news, last, speaking] = [0, -1e6, 0];
  const speak = () => {
    [speaking, last] = [0, performance.now()];
    if (said) said.textContent = (news > 1 ? said.dataset.many : said.dataset.one).replace("{n}", news);
    news = 0;
  };
  const tell = () => {
    news += 1;
    speaking = speaking || setTimeout(speak, Math.max(1e3, last + 1e4 - performance.now()));
  };

  // New questions come on the last page; what changes on another is told, with where it stands.
  const [from, to] = [Number(list.dataset.from), Number(list.dataset.to || Infinity)];
  const elsewhere = document.getElementById("live-else");
  const point = (made) => {
    const [link, own] = [elsewhere.querySelector("a"), made.querySelector("a")];
    [link.href, link.textContent] = [own.href, own.textContent];
    elsewhere.hidden = false;
  };
  // An address of before there were pages says the number only behind its sign.
  const sign = /^#q-(\d+)$/.exec(location.hash);
  if (sign && !document.getElementById(`q-${sign[1]}`) && !location.search) {
    location.replace(`?place=${sign[1]}${location.hash}`);
  }

  const missed = () => more && more.removeAttribute("hidden");
  // Where the focus is nothing is replaced, until it leaves.
  const held = new Map();
  const put = (id, made) => {
    const old = document.getElementById(id);
    if (old && old.contains(document.activeElement)) return held.set(id, made);
    held.delete(id);
    still(() => {
      if (old && made) old.replaceWith(made);
      else if (old) old.remove();
      else if (made) {
        const place = Number(made.dataset.place);
        document.getElementById("live-none")?.remove();
        list.insertBefore(made, [...list.children].find((item) => Number(item.dataset.place) > place) || null);
      }
    });
  };
  document.addEventListener("focusout", () => setTimeout(() => held.forEach((made, id) => put(id, made))));
  const show = ({ data }) => {
    try {
      const made = build(data);
      const place = Number(made.dataset.place);
      if (!place && !document.getElementById(made.id)) throw made.id;
      if (place && (place < from || place > to)) point(made);
      else put(made.id, made);
      tell();
    } catch {
      missed();
    }
  };
  const again = () => {
    const busy = () => list.contains(document.activeElement) || document.activeElement.matches("input, select, textarea");
    // Not all at once.
    setTimeout(() => (busy() ? missed() : location.reload()), Math.random() * 1e4);
  };

  // Where the stream stands: what is tried again, after how long, from which change on.
  let [source, wait, waiting, doubt, after] = [null, 3e4, 0, 0, list.dataset.after];
  const lost = document.getElementById("live-lost");
  const follows = (so) => {
    clearTimeout(doubt);
    doubt = 0;
    lost.hidden = so;
  };
  const close = () => {
    clearTimeout(waiting);
    if (source) source.close();
    source = null;
  };
  const open = () => {
    close();
    source = new EventSource(`${list.dataset.live}?after=${after}`);
    const on = (name, act) => source.addEventListener(name, (event) => {
      after = event.lastEventId || after;
      act(event);
    });
    on("question", show);
    on("session", show);
    on("gone", ({ data }) => {
      const old = [...list.children].find((item) => item.dataset.question === data);
      if (old) put(old.id, null);
    });
    on("reload", again);
    source.onopen = () => {
      wait = 3e4;
      follows(true);
    };
    source.onerror = () => {
      // A connection that was lost is made again by the browser, which takes some seconds; one that was refused is not.
      if (source && source.readyState < 2) {
        doubt = doubt || setTimeout(follows, 5e3, false);
        return;
      }
      follows(false);
      clearTimeout(waiting);
      waiting = setTimeout(open, wait * (1 + Math.random()));
      wait = Math.min(wait * 2, 6e5);
    };
  };
  // A page that is gone back to is loaded again (exit.js).
  window.addEventListener("pagehide", close);
  window.addEventListener("offline", () => {
    close();
    follows(false);
  });
  window.addEventListener("online", open);
  // A telephone that slept may hold a connection that nobody is at the other end of.
  let left = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) left = Date.now();
    else if (Date.now() - left > 6e4 && navigator.onLine) open();
  });
  open();
})();
