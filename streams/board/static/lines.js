// @ts-check
// The lines that are in the page: as many as are seen, filled anew while the list scrolls.

import { fill, line } from "./line.js";

/** @typedef {import("./names.js").Names} Names */
/** @typedef {import("./store.js").Row} Row */

/** Pixels, as watching.css has it. */
export const LINE_PX = 52;
const LIT_MS = 8_000;

export class Lines {
  #sizer;
  #names;
  /** @type {HTMLElement[]} */
  #made = [];
  /** @type {Map<string, number>} new rows, lit for a moment: when they came */
  #lit = new Map();

  /**
   * @param {HTMLElement} sizer is as high as all lines, also those that are not in the page
   * @param {Names} names
   */
  constructor(sizer, names) {
    this.#sizer = sizer;
    this.#names = names;
  }

  /** @param {Row[]} rows are new */
  light(rows) {
    for (const row of rows) {
      this.#lit.set(row.id, performance.now());
    }
  }

  /** @param {number} count so many lines there are in all */
  size(count) {
    this.#sizer.style.height = `${count * LINE_PX}px`;
  }

  /**
   * @param {Row[]} rows all of them
   * @param {number} first
   * @param {number} last the one after the last that is shown
   * @param {string | null} selected
   * @param {Set<string>} picked
   * @returns {HTMLElement | undefined} the line that is selected, if it is shown
   */
  show(rows, first, last, selected, picked) {
    this.#provide(last - first);
    const now_s = Date.now() / 1000;
    this.#made.forEach((made, number) => {
      const index = first + number;
      const row = rows[index];
      fill(made, row, this.#names, now_s);
      made.style.transform = `translateY(${index * LINE_PX}px)`;
      made.setAttribute("aria-posinset", String(index + 1));
      made.setAttribute("aria-setsize", String(rows.length));
      made.setAttribute("aria-selected", String(row.id === selected));
      made.classList.toggle("picked", picked.has(row.id));
      made.classList.toggle("new", this.#isLit(row.id));
    });
    return this.#made.find((made) => made.dataset.id === selected);
  }

  /** @param {number} count so many lines there shall be */
  #provide(count) {
    while (this.#made.length > count) {
      this.#made.pop()?.remove();
    }
    while (this.#made.length < count) {
      const made = line();
      made.id = `line-${this.#made.length}`;
      this.#made.push(made);
      this.#sizer.append(made);
    }
  }

  /** @param {string} id */
  #isLit(id) {
    const since = this.#lit.get(id);
    const lit = since !== undefined && performance.now() - since < LIT_MS;
    if (!lit) {
      this.#lit.delete(id);
    }
    return lit;
  }
}
