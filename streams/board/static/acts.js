// @ts-check
// What an operator does with one incident: dialogs, opened by buttons and keys.

import { correct } from "./outcomes.js";

/** @typedef {(event: KeyboardEvent) => void} Act */

const KEYS = { s: "split", r: "reroute", k: "reclassify", b: "no_report", u: "undo", "?": "help" };

/** Wire the buttons, also those that come when the page loads anew; the keys that do the same. */
export function acts() {
  document.addEventListener("click", (event) => {
    const at = /** @type {HTMLElement} */ (event.target);
    open(at.closest("[data-act]")?.getAttribute("data-act"));
    if (at.closest("[data-close]")) {
      at.closest("dialog")?.close();
    }
  });
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (form.closest("dialog.act")) {
      event.preventDefault();
      submit(form);
    }
  });
  document.addEventListener("input", (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (field.matches("[data-sift]")) {
      sift(field);
    }
  });
  /** @type {Record<string, Act>} */
  const keys = {};
  for (const [key, kind] of Object.entries(KEYS)) {
    keys[key] = (event) => {
      event.preventDefault();
      open(kind);
    };
  }
  return keys;
}

/** @param {string | null | undefined} kind */
function open(kind) {
  const dialog = kind && document.getElementById(`act-${kind}`);
  if (dialog instanceof HTMLDialogElement) {
    dialog.showModal();
  }
}

/** @param {HTMLFormElement} form */
function submit(form) {
  const choices = form.querySelector("[data-atleast]");
  const chosen = choices?.querySelectorAll(":checked").length ?? 1;
  // What is not seen cannot say what is missing.
  const seen = choices?.querySelector("label:not([hidden]) input") ?? form.querySelector("[data-sift]");
  const first = /** @type {HTMLInputElement | null} */ (seen);
  if (chosen < 1 && first) {
    first.setCustomValidity("Pilih setidaknya satu.");
    first.reportValidity();
    first.addEventListener("input", () => first.setCustomValidity(""), { once: true });
    choices?.addEventListener("input", () => first.setCustomValidity(""), { once: true });
    return;
  }
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
  form.closest("dialog")?.close();
  void correct(form.dataset.told ?? "", fields);
}

/**
 * Show only choices whose words have what is typed, and those that are chosen.
 *
 * @param {HTMLInputElement} field
 */
function sift(field) {
  const typed = field.value.trim().toLowerCase();
  for (const label of field.form?.querySelectorAll(".choices label") ?? []) {
    const chosen = label.querySelector("input")?.checked;
    /** @type {HTMLElement} */ (label).hidden = !chosen && !label.textContent?.toLowerCase().includes(typed);
  }
}
