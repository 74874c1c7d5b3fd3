// @ts-check
// One incident as a line of the list.

import { LETTERS, ago } from "./names.js";

/** @typedef {import("./names.js").Names} Names */
/** @typedef {import("./store.js").Row} Row */

/** Steps that need no chip: nobody has said anything yet. */
const QUIET = "dispatched";

/**
 * @param {string} tag
 * @param {string} className
 * @param {string} [text]
 */
function part(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/**
 * An element that `fill` fills; its parts stay for as long as it does.
 */
export function line() {
  const made = part("div", "line");
  made.setAttribute("role", "option");
  const mark = part("span", "mark");
  const head = part("span", "head");
  head.append(part("span", "title"), part("span", "where"), part("span", "chips"), part("span", "age"));
  const foot = part("span", "foot");
  foot.append(part("span", "text"), part("span", "voices"), part("span", "agencies"));
  made.append(mark, head, foot);
  return made;
}

/**
 * @param {HTMLElement} made
 * @param {Row} row
 * @param {Names} names
 * @param {number} now_s
 */
export function fill(made, row, names, now_s) {
  /** @param {string} name */
  const at = (name) => /** @type {HTMLElement} */ (made.querySelector(`.${name}`));
  made.dataset.id = row.id;
  at("mark").dataset.urgency = row.urgency;
  at("mark").setAttribute("aria-label", names.urgencies[row.urgency]);
  at("mark").setAttribute("role", "img");
  at("mark").textContent = LETTERS[row.urgency];
  at("title").textContent = names.categories[row.category]?.name ?? row.category;
  at("where").textContent = names.kelurahan[row.kelurahan ?? ""] ?? "tempat belum diketahui";
  at("age").textContent = ago(row.opened_s, now_s);
  at("text").textContent = row.summary || row.place;
  at("voices").textContent = row.voices > 1 ? `${row.voices} warga` : "";
  at("agencies").textContent = row.agencies.map((id) => names.agencies[id]?.short ?? id).join(", ");
  at("chips").replaceChildren(...chips(row, names).map(([text, name]) => part("span", `chip ${name}`, text)));
}

/**
 * @param {Row} row
 * @param {Names} names
 * @returns {string[][]}
 */
function chips(row, names) {
  const found = [];
  if (row.overdue) {
    found.push(["terlambat", "late"]);
  }
  if (row.perhaps) {
    found.push(["sama?", "asks"]);
  }
  if (row.step !== QUIET) {
    found.push([names.steps[row.step] ?? row.step, "step"]);
  }
  return found;
}
