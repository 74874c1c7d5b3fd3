// @ts-check
// The page of one incident: loads itself anew, in place, when the incident changes.

import { acts } from "./acts.js";
import { keys } from "./keys.js";
import { follow, fresh } from "./live.js";
import { firstPhoto, photos } from "./photos.js";
import { drawIncident } from "./places_map.js";
import { wayBack } from "./way_back.js";

/** The second are dialogs: one that is open stays as it was seen, and what it sends says so. */
const PARTS = ["incident", "acts"];

const id = document.body.dataset.incident ?? "";
/** The parts as they came: what is opened or drawn here is no change of the incident. */
const came = new Map(PARTS.map((part) => [part, document.getElementById(part)?.cloneNode(true)]));
drawn();

async function load() {
  const page = await fresh(location.href);
  if (PARTS.map((part) => replaced(page, part)).includes(true)) {
    drawn();
    const said = document.getElementById("said");
    if (said) {
      said.textContent = "Insiden ini berubah.";
    }
  }
  return page.body.dataset.mark ?? "";
}

/**
 * @param {Document} page
 * @param {string} part
 */
function replaced(page, part) {
  const [old, now] = [document, page].map((one) => one.getElementById(part));
  if (!old || !now || old.querySelector("dialog[open]") || came.get(part)?.isEqualNode(now)) {
    return false;
  }
  came.set(part, now.cloneNode(true));
  // What somebody reads stays open.
  for (const opened of old.querySelectorAll("li[id]:has(details[open])")) {
    now.querySelector(`#${opened.id} details`)?.setAttribute("open", "");
  }
  old.replaceWith(now);
  return true;
}

/** What the page gets here: the way back to the list as it was filtered, and the map. */
function drawn() {
  /** @type {HTMLAnchorElement} */ (document.getElementById("back")).href = wayBack();
  void drawIncident();
}

function evidence() {
  const all = [...document.querySelectorAll("details.evidence")].map((one) => /** @type {HTMLDetailsElement} */ (one));
  const opens = all.some((one) => !one.open);
  for (const one of all) {
    one.open = opens;
  }
}

follow({ load, changed: load }, `&incident=${encodeURIComponent(id)}`);
photos();
keys({
  ...acts(),
  f: firstPhoto,
  q: () => document.getElementById("question")?.click(),
  e: evidence,
  Escape: () => document.getElementById("back")?.click(),
});
