// @ts-check
// What an agency has to do: puts the list in place anew when something of it changes, and each minute, since deadlines pass.

import { follow, fresh } from "./live.js";

const GATHER_MS = 3_000;
const MINUTE_MS = 60_000;

let waiting = false;

async function load() {
  const page = await fresh(location.href);
  place(page);
  return page.body.dataset.mark ?? "";
}

/** @param {Document} page */
function place(page) {
  const [old, now] = [document, page].map((one) => one.getElementById("tasks"));
  if (old && now && old.innerHTML !== now.innerHTML) {
    renew(old, now);
  }
}

/**
 * @param {HTMLElement} old
 * @param {HTMLElement} now
 */
function renew(old, now) {
  const open = old.querySelector("details")?.open ?? false;
  const focused = document.activeElement?.getAttribute("href");
  const before = addresses(old);
  old.replaceWith(now);
  now.querySelector("details")?.toggleAttribute("open", open);
  if (focused) {
    /** @type {HTMLElement | null} */ (now.querySelector(`[href="${CSS.escape(focused)}"]`))?.focus();
  }
  const added = [...addresses(now)].filter((one) => !before.has(one)).length;
  const said = document.getElementById("said");
  if (said && added) {
    said.textContent = `${added} tugas baru`;
  }
}

/** @param {HTMLElement} list */
function addresses(list) {
  return new Set([...list.querySelectorAll("a.task")].map((one) => one.getAttribute("href")));
}

/** Changes that come close together are one. */
function soon() {
  if (!waiting) {
    waiting = true;
    setTimeout(() => {
      waiting = false;
      void load().catch(again);
    }, GATHER_MS);
  }
}

const again = follow({ load, changed: soon });
setInterval(soon, MINUTE_MS);
