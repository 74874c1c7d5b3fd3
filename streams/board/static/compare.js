// @ts-check
// Two incidents that somebody picked, to be made one.

import { keys } from "./keys.js";
import { correct } from "./outcomes.js";
import { drawPair } from "./places_map.js";
import { photos } from "./photos.js";
import { wayBack } from "./way_back.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("answers"));
const why = /** @type {HTMLInputElement} */ (document.getElementById("why"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
const back = /** @type {HTMLAnchorElement} */ (document.getElementById("back"));
back.href = wayBack();

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { one = "", other = "", oneRevision, otherRevision } = document.getElementById("pair")?.dataset ?? {};
  button.disabled = true;
  const { result } = await correct("Gabungkan A ke B", [
    ["kind", "merge"], ["incident", one], ["into", other],
    ["seen", `${one} ${oneRevision}`], ["seen", `${other} ${otherRevision}`], ["why", why.value],
  ]);
  if (result === "applied") {
    // There the operator sees what has come of it, and may take it back.
    location.assign(`/incident/${encodeURIComponent(other)}`);
  }
  button.disabled = result !== "refused";
});

keys({
  y: () => form.requestSubmit(button),
  t: () => document.getElementById("swap")?.click(),
  a: (event) => {
    event.preventDefault();
    why.focus();
  },
  Escape: () => {
    if (document.activeElement === why) {
      why.blur();
    } else {
      back.click();
    }
  },
});
photos();
void drawPair();
