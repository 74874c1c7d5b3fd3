// @ts-check
// The map for everybody: what is open, coarsely, and what lies under the mark that was touched.

import { ground } from "../map.js";
import { Marks } from "../marks.js";

/**
 * @typedef {object} Open
 * @property {string} id
 * @property {number} lat
 * @property {number} lon
 * @property {"low" | "normal" | "high" | "emergency"} urgency
 * @property {string} urgency_words
 * @property {string} category
 * @property {string} step
 * @property {string} place
 * @property {string} agencies
 * @property {string} voices
 */

const AGAIN_MS = 60_000;
const said = document.body.dataset;
const count = /** @type {HTMLElement} */ (document.getElementById("count"));
const here = /** @type {HTMLElement} */ (document.getElementById("here"));
/** @type {Open[]} */
let rows = [];
/** @type {string | null} */
let selected = null;

/** @param {Open} one */
function line(one) {
  const made = document.createElement("li");
  const name = document.createElement("strong");
  name.textContent = one.category;
  const mark = Object.assign(document.createElement("span"), { className: "mark" });
  mark.dataset.urgency = one.urgency;
  mark.setAttribute("aria-hidden", "true");
  const about = document.createElement("span");
  about.textContent = `${one.step} · ${one.place} · ${one.voices} · ${one.agencies}`;
  made.append(mark, name, about);
  return made;
}

/** @param {string | null} id Points are coarse, so that several may lie on one. */
function reached(id) {
  selected = id;
  const one = rows.find((row) => row.id === id);
  here.replaceChildren(...rows.filter((row) => one && row.lat === one.lat && row.lon === one.lon).map(line));
  marks.show(rows, selected);
}

const { map } = await ground(/** @type {HTMLElement} */ (document.getElementById("map")), said);
const marks = new Marks(reached).addTo(map);

async function load() {
  try {
    const answer = await fetch(said.incidents ?? "");
    if (!answer.ok) {
      throw new Error(`${answer.status}`);
    }
    const told = await answer.json();
    rows = told.rows;
    const words = told.complete ? said.count : said.only;
    count.textContent = (words ?? "").replace("#", String(rows.length));
    marks.show(rows, selected);
  } catch {
    count.textContent = said.failed ?? "";
  }
  setTimeout(load, AGAIN_MS);
}

await load();
