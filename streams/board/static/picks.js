// @ts-check
// Two incidents that an operator picks out of the list, to compare them and make them one.

/** @typedef {import("./store.js").Store} Store */

const TWO = 2;

export class Picks {
  /** @type {string[]} the first one first */
  #ids = [];
  /** @type {string | null} */
  #selected = null;
  #store;
  #shown;
  #pick;
  #merge;

  /**
   * @param {Store} store
   * @param {(ids: Set<string>) => void} shown
   * @param {HTMLElement} pick
   * @param {HTMLElement} merge
   */
  constructor(store, shown, pick, merge) {
    this.#store = store;
    this.#shown = shown;
    this.#pick = pick;
    this.#merge = merge;
    pick.addEventListener("click", () => this.#selected && this.toggle(this.#selected));
    merge.addEventListener("click", () => this.merge());
  }

  /**
   * Null on the page of somebody who may not merge: it has no buttons for it.
   *
   * @param {Store} store
   * @param {(ids: Set<string>) => void} shown
   */
  static on(store, shown) {
    const [pick, merge] = ["pick", "merge"].map((id) => document.getElementById(id));
    return pick && merge ? new Picks(store, shown, pick, merge) : null;
  }

  /** @param {string | null} id */
  selected(id) {
    this.#selected = id;
    this.#show();
  }

  /**
   * The third takes the place of the first.
   *
   * @param {string} id
   */
  toggle(id) {
    this.#ids = this.#ids.includes(id) ? this.#ids.filter((one) => one !== id) : [...this.#ids, id].slice(-TWO);
    this.#show();
    const said = document.getElementById("said");
    if (said) {
      said.textContent = `${this.#ids.length} dari ${TWO} dipilih`;
    }
  }

  clear() {
    this.#ids = [];
    this.#show();
  }

  /** What is no longer open cannot be merged. */
  changed() {
    const left = this.#ids.filter((id) => this.#store.get(id));
    if (left.length < this.#ids.length) {
      this.#ids = left;
      this.#show();
    }
  }

  /** Both are shown before anything is done; the one that was opened later goes into the other. */
  merge() {
    if (this.#ids.length === TWO) {
      const opened_s = (/** @type {string} */ id) => this.#store.get(id)?.opened_s ?? 0;
      const [into, incident] = [...this.#ids].sort((a, b) => opened_s(a) - opened_s(b));
      location.assign(`/compare?${new URLSearchParams({ incident, into })}`);
    }
  }

  #show() {
    const picked = this.#selected !== null && this.#ids.includes(this.#selected);
    this.#pick.hidden = this.#selected === null;
    this.#pick.firstChild?.replaceWith(picked ? "Lepas " : "Pilih ");
    this.#merge.hidden = this.#ids.length !== TWO;
    this.#shown(new Set(this.#ids));
  }
}
