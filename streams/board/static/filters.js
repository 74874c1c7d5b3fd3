// @ts-check
// The filters: a form, which lives in the address of the page.

import { URGENCIES } from "./names.js";

/** @typedef {import("./names.js").Names} Names */
/** @typedef {import("./store.js").Row} Row */

const FIELDS = ["find", "urgency", "step", "category", "agency", "channel", "age", "overdue", "asks"];
const OPEN_STEPS = ["dispatched", "reopened", "accepted", "on_site", "resolved", "confirmed"];
const TYPING_MS = 150;

/**
 * Fill the form from the address, and tell of each change of it.
 *
 * @param {HTMLFormElement} form
 * @param {Names} names
 * @param {(passes: (row: Row) => boolean) => void} changed called at once, too
 */
export function filters(form, names, changed) {
  fill(form, names);
  const asked = new URLSearchParams(location.search);
  for (const name of FIELDS) {
    set(form, name, asked.get(name) ?? "");
  }

  const tell = () => {
    const said = read(form);
    const query = new URLSearchParams(said).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
    const clear = document.getElementById("clear");
    if (clear) {
      clear.hidden = !query;
    }
    for (const label of form.querySelectorAll("label")) {
      const field = label.querySelector("select, input");
      label.classList.toggle("on", Boolean(field instanceof Element && said[field.getAttribute("name") ?? ""]));
    }
    changed(passing(said, names));
  };

  let typing = 0;
  form.addEventListener("input", (event) => {
    clearTimeout(typing);
    const typed = event.target instanceof HTMLInputElement && event.target.type === "search";
    typing = setTimeout(tell, typed ? TYPING_MS : 0);
  });
  form.addEventListener("reset", () => setTimeout(tell));
  form.addEventListener("submit", (event) => event.preventDefault());
  tell();
}

/**
 * @param {HTMLFormElement} form
 * @param {Names} names
 */
function fill(form, names) {
  const short = Object.entries(names.agencies).map(([id, agency]) => [id, agency.short]);
  const labels = Object.entries(names.categories).map(([id, category]) => [id, category.name]);
  options(form, "urgency", URGENCIES.map((id) => [id, names.urgencies[id]]));
  options(form, "step", OPEN_STEPS.map((id) => [id, names.steps[id]]));
  options(form, "category", byName(labels));
  options(form, "agency", byName(short));
  options(form, "channel", byName(Object.entries(names.channels)));
}

/** @param {string[][]} entries */
const byName = (entries) => entries.sort((a, b) => a[1].localeCompare(b[1], "id"));

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {readonly (readonly string[])[]} entries
 */
function options(form, name, entries) {
  const select = form.elements.namedItem(name);
  if (select instanceof HTMLSelectElement) {
    select.append(...entries.map(([id, text]) => new Option(text, id)));
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function set(form, name, value) {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement && field.type === "checkbox") {
    field.checked = value === field.value;
  } else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) {
    field.value = value;
  }
}

/**
 * What is filled in, without what is empty.
 *
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>}
 */
function read(form) {
  const said = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
  return Object.fromEntries(said.filter(([, value]) => value));
}

/**
 * @param {Record<string, string>} said
 * @param {Names} names
 * @returns {(row: Row) => boolean}
 */
export function passing(said, names) {
  const words = (said.find ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const hours = Number(said.age ?? 0);
  return (row) => {
    const age_h = (Date.now() / 1000 - row.opened_s) / 3600;
    return (
      (!said.urgency || row.urgency === said.urgency) &&
      (!said.step || row.step === said.step) &&
      (!said.category || row.category === said.category) &&
      (!said.agency || row.agencies.includes(said.agency)) &&
      (!said.channel || row.channels.includes(said.channel)) &&
      (!hours || (hours > 0 ? age_h < hours : age_h > -hours)) &&
      (!said.overdue || row.overdue) &&
      (!said.asks || row.perhaps !== null) &&
      words.every((word) => searched(row, names).includes(word))
    );
  };
}

/** @type {WeakMap<Row, string>} */
const texts = new WeakMap();

/**
 * @param {Row} row
 * @param {Names} names
 */
function searched(row, names) {
  let text = texts.get(row);
  if (text === undefined) {
    const parts = [row.id, row.summary, row.place, names.categories[row.category]?.name];
    parts.push(names.kelurahan[row.kelurahan ?? ""], names.kecamatan[row.kecamatan ?? ""]);
    text = parts.filter(Boolean).join(" ").toLowerCase();
    texts.set(row, text);
  }
  return text;
}
