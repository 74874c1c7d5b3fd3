// @ts-check
// All open incidents, and those of them that pass the filters, newest first.

/**
 * As the server sends it (sinks/queries/board.sql); times are epoch seconds.
 *
 * @typedef {object} Row
 * @property {string} id
 * @property {number} version
 * @property {string} category
 * @property {"low" | "normal" | "high" | "emergency"} urgency
 * @property {string} step
 * @property {string | null} kelurahan
 * @property {string | null} kecamatan
 * @property {number | null} lat
 * @property {number | null} lon
 * @property {number | null} error_m
 * @property {string} place
 * @property {string} summary
 * @property {number} opened_s
 * @property {number} reported_s
 * @property {number} changed_s
 * @property {boolean} overdue
 * @property {number} reports
 * @property {number} voices
 * @property {string[]} agencies
 * @property {string[]} channels
 * @property {string | null} perhaps
 * @property {number} recurred
 * @property {number} reopened
 */

/**
 * @param {Row} a
 * @param {Row} b
 */
const newestFirst = (a, b) => b.opened_s - a.opened_s || (a.id < b.id ? -1 : 1);

export class Store {
  /** @type {Map<string, Row>} */
  #rows = new Map();
  /** @type {Row[]} */
  #shown = [];
  /** @type {(row: Row) => boolean} */
  #passes = () => true;

  /** All that is open. */
  get size() {
    return this.#rows.size;
  }

  /** What passes the filters, newest first. Not to be changed. */
  get shown() {
    return this.#shown;
  }

  /** @param {string} id */
  get(id) {
    return this.#rows.get(id);
  }

  /**
   * @param {string | null} id
   * @returns {number} its place in `shown`, -1 if it has none
   */
  indexOf(id) {
    const row = id === null ? undefined : this.#rows.get(id);
    if (!row) {
      return -1;
    }
    let low = 0;
    let high = this.#shown.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (newestFirst(this.#shown[middle], row) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return this.#shown[low]?.id === row.id ? low : -1;
  }

  /** @param {Row[]} rows */
  replace(rows) {
    this.#rows = new Map(rows.map((row) => [row.id, row]));
    this.#sift();
  }

  /**
   * Take changes in.
   *
   * @param {{rows: Row[], gone: string[]}} changes
   * @returns {{added: Row[], seen: boolean}} those that pass the filters and were not there before; whether a
   *   map looks different now
   */
  change({ rows, gone }) {
    const before = new Map(rows.map((row) => [row.id, this.#rows.get(row.id)]));
    for (const id of gone) {
      this.#rows.delete(id);
    }
    for (const row of rows) {
      this.#rows.set(row.id, row);
    }
    const touched = new Set([...gone, ...before.keys()]);
    const passing = rows.filter(this.#passes).sort(newestFirst);
    this.#shown = merged(this.#shown.filter((row) => !touched.has(row.id)), passing);
    return {
      added: passing.filter((row) => !before.get(row.id)),
      seen: gone.length > 0 || rows.some((row) => this.#looksOther(before.get(row.id), row)),
    };
  }

  /**
   * @param {Row | undefined} before
   * @param {Row} now
   */
  #looksOther(before, now) {
    const same = before?.urgency === now.urgency && before.lat === now.lat && before.lon === now.lon;
    return !same || this.#passes(before) !== this.#passes(now);
  }

  /** @param {(row: Row) => boolean} passes */
  filter(passes) {
    this.#passes = passes;
    this.#sift();
  }

  #sift() {
    this.#shown = [...this.#rows.values()].filter(this.#passes).sort(newestFirst);
  }
}

/**
 * @param {Row[]} left
 * @param {Row[]} right both in order
 */
function merged(left, right) {
  if (!right.length) {
    return left;
  }
  const all = [];
  let at = 0;
  for (const row of right) {
    while (at < left.length && newestFirst(left[at], row) < 0) {
      all.push(left[at++]);
    }
    all.push(row);
  }
  while (at < left.length) {
    all.push(left[at++]);
  }
  return all;
}
