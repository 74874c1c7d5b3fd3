// @ts-check
// What the server understood, as the page shows it. All of it is text.

import { LETTERS, ago } from "../names.js";

/**
 * @typedef {object} Near
 * @property {string} id
 * @property {string} category
 * @property {"low" | "normal" | "high" | "emergency"} urgency
 * @property {string} urgency_name
 * @property {number} distance_m
 * @property {boolean} likely
 * @property {number} lat
 * @property {number} lon
 * @property {string} place
 * @property {string} summary
 * @property {number} voices
 * @property {number} reported_s
 * @property {string} step
 * @property {string[]} agencies
 */

/**
 * @typedef {object} Found
 * @property {{id: string, name: string, confidence: number, sure: boolean, words: {word: string, weight: number}[],
 *   second: string | null}} [category]
 * @property {{id: "low" | "normal" | "high" | "emergency", name: string, why: string}} [urgency]
 * @property {{lat: number, lon: number, error_m: number, words: string, evidence: string} | null} [place]
 * @property {string[]} [notes]
 * @property {Near[] | null} [near]
 */

/**
 * @param {string} name
 * @param {string} className
 * @param {(string | Node)[]} children
 */
export function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...children);
  return made;
}

/** @param {"low" | "normal" | "high" | "emergency"} urgency */
function mark(urgency) {
  const made = element("span", "mark", LETTERS[urgency]);
  made.dataset.urgency = urgency;
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** @param {number} metres */
export const metres = (metres) =>
  metres < 1_000 ? `${metres} m` : `${(metres / 1_000).toLocaleString("id-ID", { maximumFractionDigits: 1 })} km`;

/**
 * What it is about, how sure that is, and why.
 *
 * @param {Found} found
 */
export function meaning({ category, urgency, notes }) {
  if (!category || !urgency) {
    return [];
  }
  const meter = document.createElement("meter");
  meter.value = category.confidence;
  meter.setAttribute("aria-label", "keyakinan");
  const share = `${Math.round(category.confidence * 100)} %`;
  const words = category.words.map(({ word, weight }) =>
    element("span", weight < 0 ? "word against" : "word", `${word} ${weight < 0 ? "−" : "+"}${Math.abs(weight).toLocaleString("id-ID")}`));
  return [
    element("p", category.sure ? "name" : "name unsure", category.name, " ", meter, element("span", "share", ` ${share}`)),
    ...(category.second ? [element("p", "small", `juga tentang ${category.second}`)] : []),
    element("p", "words", ...words),
    element("p", "urgency", mark(urgency.id), ` ${urgency.name}`, element("span", "small", ` · ${urgency.why}`)),
    ...(notes ?? []).map((note) => element("p", "small note", note)),
  ];
}

/**
 * Incidents, each a button: the first nine have a key.
 *
 * @param {Near[]} near
 * @param {string} chosen
 * @param {(id: string) => void} choose
 */
export function incidents(near, chosen, choose) {
  const now_s = Date.now() / 1_000;
  return near.map((one, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "incident";
    button.dataset.id = one.id;
    button.setAttribute("aria-pressed", String(one.id === chosen));
    const key = index < 9 ? element("kbd", "", String(index + 1)) : element("span", "", "");
    button.append(
      key,
      mark(one.urgency),
      element("span", "title", one.category, ...(one.likely ? [" ", element("span", "chip likely", "kemungkinan sama")] : [])),
      element("span", "away", metres(one.distance_m)),
      element("span", "rest", `${one.place} · ${one.voices} warga, ${ago(one.reported_s, now_s)} · ${one.step}${one.agencies.length ? `, ${one.agencies.join(", ")}` : ""}`),
      element("span", "said", one.summary),
      element("span", "this", one.id === chosen ? "✓ yang ini" : ""),
    );
    button.addEventListener("click", () => choose(one.id));
    return element("li", "", button);
  });
}
