// @ts-check
// The list: scrolls, and knows what is selected. Of all lines only those that are seen are in the page.
//
// What one reads stays where it is. Lines that come in above it push nothing down: the list scrolls with them,
// and `news` is told how many they are. At the top, where nobody is reading, they are simply there.

import { LINE_PX, Lines } from "./lines.js";

/** @typedef {import("./names.js").Names} Names */
/** @typedef {import("./store.js").Row} Row */
/** @typedef {import("./store.js").Store} Store */

const BEYOND = 6;
const TOUCHED_MS = 8_000;
/** Nobody who scrolled down has touched it for so long: on a wall it goes back to the newest. */
const LEFT_MS = 120_000;

export class List {
  #scroller;
  #store;
  #told;
  #lines;
  /** @type {string | null} */
  #selected = null;
  /** @type {string | null} the first line that is seen, which stays where it is */
  #anchor = null;
  #anchorIndex = 0;
  #touched = -Infinity;
  #waiting = 0;
  #frame = 0;
  /** @type {Set<string>} */
  #picked = new Set();

  /**
   * @param {HTMLElement} scroller
   * @param {Store} store
   * @param {Names} names
   * @param {object} told
   * @param {(id: string | null) => void} told.selected
   * @param {(id: string) => void} told.opened
   * @param {(count: number) => void} told.news So many new ones are above what is seen.
   * @param {(id: string) => void} [told.picked] A line was clicked with Ctrl.
   */
  constructor(scroller, store, names, told) {
    this.#scroller = scroller;
    this.#lines = new Lines(/** @type {HTMLElement} */ (scroller.firstElementChild), names);
    this.#store = store;
    this.#told = told;
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    for (const kind of ["pointermove", "wheel", "keydown", "touchstart"]) {
      scroller.addEventListener(kind, () => this.#touch(), { passive: true });
    }
    scroller.addEventListener("click", (event) => {
      const id = /** @type {HTMLElement} */ (event.target).closest("[data-id]")?.getAttribute("data-id");
      if (id) {
        this.select(id);
        if (event.ctrlKey || event.metaKey) {
          this.#told.picked?.(id);
        }
      }
    });
    scroller.addEventListener("dblclick", () => this.open());
    new ResizeObserver(() => this.draw()).observe(scroller);
  }

  get selected() {
    return this.#selected;
  }

  /** Somebody is looking at it: what comes in must not move it. */
  get read() {
    const idle = performance.now() - this.#touched;
    return this.#selected !== null || idle < (this.#scroller.scrollTop > 0 ? LEFT_MS : TOUCHED_MS);
  }

  #touch() {
    this.#touched = performance.now();
  }

  /**
   * The store has changed by these new rows, and perhaps by others.
   *
   * @param {Row[]} added
   */
  changed(added) {
    this.#lines.light(added);
    if (this.read) {
      const index = this.#anchor === null ? -1 : this.#store.indexOf(this.#anchor);
      // What was seen first is gone: what follows it is where it was.
      const moved = index < 0 ? 0 : index - this.#anchorIndex;
      const above = added.filter((row) => this.#store.indexOf(row.id) < this.#anchorIndex + moved).length;
      this.#lines.size(this.#store.shown.length);
      if (moved) {
        this.#anchorIndex += moved;
        this.#scroller.scrollTop += moved * LINE_PX;
      }
      this.#wait(this.#waiting + above);
      this.draw();
    } else {
      this.top();
    }
  }

  /** All of it is another one: filters changed, or all was loaded anew. */
  reset() {
    this.#scroller.scrollTop = 0;
    this.#wait(0);
    if (this.#store.indexOf(this.#selected) < 0) {
      this.select(null);
    }
    this.draw();
  }

  /** To the newest. */
  top() {
    this.#scroller.scrollTop = 0;
    this.#wait(0);
    this.draw();
  }

  /** @param {string | null} id */
  select(id) {
    this.#selected = id;
    const index = this.#store.indexOf(id);
    if (index >= 0) {
      this.#reveal(index);
    }
    this.#told.selected(id);
    this.draw();
  }

  /** @param {Set<string>} ids those that are picked out */
  pick(ids) {
    this.#picked = ids;
    this.draw();
  }

  /** @param {number} by the next one down, or up */
  step(by) {
    const index = this.#store.indexOf(this.#selected);
    const first = Math.ceil(this.#scroller.scrollTop / LINE_PX);
    const next = index < 0 ? first : index + by;
    const row = this.#store.shown[Math.max(0, Math.min(next, this.#store.shown.length - 1))];
    if (row) {
      this.select(row.id);
    }
  }

  open() {
    if (this.#selected) {
      this.#told.opened(this.#selected);
    }
  }

  /** Once before the browser paints, however often it is asked. */
  draw() {
    if (!this.#frame) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#draw();
      });
    }
  }

  /** @param {number} count */
  #wait(count) {
    if (count !== this.#waiting) {
      this.#waiting = count;
      this.#told.news(count);
    }
  }

  #scrolled() {
    this.#touch();
    if (this.#scroller.scrollTop < LINE_PX) {
      this.#wait(0);
    }
    this.draw();
  }

  /** @param {number} index */
  #reveal(index) {
    const { scrollTop, clientHeight } = this.#scroller;
    const top = index * LINE_PX;
    if (top < scrollTop) {
      this.#scroller.scrollTop = top;
    } else if (top + LINE_PX > scrollTop + clientHeight) {
      this.#scroller.scrollTop = top + LINE_PX - clientHeight;
    }
  }

  #draw() {
    const rows = this.#store.shown;
    this.#lines.size(rows.length);
    const { scrollTop, clientHeight } = this.#scroller;
    const first = Math.max(0, Math.floor(scrollTop / LINE_PX) - BEYOND);
    const last = Math.min(rows.length, Math.ceil((scrollTop + clientHeight) / LINE_PX) + BEYOND);
    this.#anchorIndex = Math.min(Math.floor(scrollTop / LINE_PX), Math.max(0, rows.length - 1));
    this.#anchor = rows[this.#anchorIndex]?.id ?? null;
    const shown = this.#lines.show(rows, first, last, this.#selected, this.#picked);
    if (shown) {
      this.#scroller.setAttribute("aria-activedescendant", shown.id);
    } else {
      this.#scroller.removeAttribute("aria-activedescendant");
    }
  }
}
