// A picture of the whole page: strips of what is visible, taken while the page scrolls, put together as one PNG.

import { api } from "./api.js";
import { scroll } from "./page.js";
import { Trouble } from "./trouble.js";

const STRIPS_MOST = 20;
/** Browsers draw nothing beyond these. */
const HEIGHT_MOST = 16_000;
const POINTS_MOST = 40_000_000;
/** A browser takes two pictures a second, no more. */
const PAUSE = 600;
/** Pages kept one right after the other share these two: one that is refused is asked for again, after a pause. */
const TRIES = 4;

const pause = () => new Promise((done) => setTimeout(done, PAUSE));

async function run(tab, func, ...args) {
  const [answer] = await api.scripting.executeScript({ target: { tabId: tab }, func, args });
  return answer.result;
}

/** Fails when another tab, or another page, is now in front: it must never be in the picture. */
async function stillThere(tab, windowId) {
  const now = await api.tabs.get(tab);
  if (!now.active || now.windowId !== windowId) throw new Trouble("moved");
}

async function strip(tab, windowId) {
  for (let tries = 1; ; tries += 1) {
    await stillThere(tab, windowId);
    try {
      const address = await api.tabs.captureVisibleTab(windowId, { format: "png" });
      await stillThere(tab, windowId);
      return await createImageBitmap(await (await fetch(address)).blob());
    } catch (error) {
      if (error instanceof Trouble || tries === TRIES) throw error;
      await pause();
    }
  }
}

/** How much of the page is pictured: whole strips, as far as a browser draws. */
export function reach({ width, height, view }, scale) {
  const points = Math.min(HEIGHT_MOST, POINTS_MOST / (width * scale)) / scale;
  const end = Math.min(height, STRIPS_MOST * view, Math.max(view, Math.floor(points)));
  return { end, cut: end < height };
}

/**
 * The PNG of a page described by `page.js`; `told(done, of)` hears of each strip. Headers that stick to the top come back in each
 * strip: what was on the screen is kept as it was. The page is left where it was.
 */
export async function picture(tab, windowId, page, told) {
  let canvas, pen, scale, plan;
  try {
    for (let wanted = 0, done = 0; !plan || wanted < plan.end; wanted += page.view, done += 1) {
      if (done > 0) await pause();
      const there = await run(tab, scroll, page.x, Math.min(wanted, Math.max(0, (plan?.end ?? page.height) - page.view)));
      if (there.place !== page.place) throw new Trouble("moved");
      const bitmap = await strip(tab, windowId);
      if (!plan) {
        scale = bitmap.width / page.width;
        plan = reach(page, scale);
        canvas = new OffscreenCanvas(bitmap.width, Math.round(plan.end * scale));
        pen = canvas.getContext("2d", { alpha: false });
      }
      pen.drawImage(bitmap, 0, Math.round(there.y * scale));
      bitmap.close();
      await told(Math.min(done + 1, Math.ceil(plan.end / page.view)), Math.ceil(plan.end / page.view));
      // A page that became longer while it was looked at is not whole either.
      plan.cut ||= there.height > page.height + page.view;
    }
  } finally {
    await run(tab, scroll, page.x, page.y).catch(() => undefined);
  }
  const blob = await canvas.convertToBlob({ type: "image/png" });
  return { bytes: new Uint8Array(await blob.arrayBuffer()), cut: plan.cut };
}
