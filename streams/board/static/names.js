// @ts-check
// What things are called, and how long ago something was.

/**
 * @typedef {object} Names
 * @property {string} zone
 * @property {Record<string, {name: string, family: string}>} categories
 * @property {Record<string, {name: string, short: string}>} agencies
 * @property {Record<string, string>} channels
 * @property {Record<string, string>} kelurahan
 * @property {Record<string, string>} kecamatan
 * @property {Record<string, string>} urgencies
 * @property {Record<string, string>} steps
 */

/** The most urgent first. */
export const URGENCIES = /** @type {const} */ (["emergency", "high", "normal", "low"]);

/** Beside its colour and its shape each urgency has a letter: D(arurat), T(inggi), B(iasa), R(endah). */
export const LETTERS = { emergency: "D", high: "T", normal: "B", low: "R" };

/**
 * @param {number} then_s
 * @param {number} now_s
 */
export function ago(then_s, now_s) {
  const minutes = Math.max(0, Math.floor((now_s - then_s) / 60));
  if (minutes < 1) {
    return "baru saja";
  }
  if (minutes < 60) {
    return `${minutes} mnt`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} jam` : `${Math.floor(hours / 24)} hari`;
}

/** @param {string} zone */
export function clock(zone) {
  const time = new Intl.DateTimeFormat("id-ID", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  return () => time.format(new Date());
}
