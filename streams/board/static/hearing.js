// @ts-check
// The map of how often people report: what the table says of each kelurahan, as colour, pattern and number.

import { ground } from "./map.js";

/** @type {Map<string, HTMLElement>} the table's rows by kelurahan */
const rows = new Map();
for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-area]"))) {
  rows.set(row.dataset.area ?? "", row);
}

/** @param {string} text @param {string} name */
function labelled(text, name) {
  const label = document.createElement("span");
  const number = document.createElement("b");
  number.textContent = text;
  const words = document.createElement("span");
  words.className = "ward-name";
  words.textContent = name;
  label.append(number, words);
  return label;
}

const place = /** @type {HTMLElement} */ (document.getElementById("map"));
/** @param {import("./map.js").Area} area */
const drawn = ({ id, name }) => {
  const { says = "too_few", times = "-" } = rows.get(id)?.dataset ?? {};
  return {
    className: `says-${says}`,
    label: labelled(says === "too_few" ? "?" : times, name),
    interactive: true,
  };
};
// Who scrolls the page shall not be caught by the map.
const { map, shapes, bounds } = await ground(place, document.body.dataset, drawn, { scrollWheelZoom: false });
place.classList.add("valued");

/** @type {HTMLElement | null} */
let chosen = null;

/** @param {string} id */
function choose(id) {
  chosen?.classList.remove("chosen");
  for (const [other, shape] of shapes) {
    shape.getElement()?.classList.toggle("chosen", other === id);
  }
  shapes.get(id)?.bringToFront();
  chosen = rows.get(id) ?? null;
  chosen?.classList.add("chosen");
}

for (const [id, shape] of shapes) {
  shape.on("click", () => {
    choose(id);
    chosen?.scrollIntoView({ block: "nearest" });
  });
}
for (const [id, row] of rows) {
  row.addEventListener("click", () => choose(id));
}

// On paper the whole city is seen, whatever somebody looked at before.
addEventListener("beforeprint", () => {
  const seen = { center: map.getCenter(), zoom: map.getZoom() };
  place.classList.add("printed");
  map.invalidateSize({ animate: false, pan: false }).fitBounds(bounds, { animate: false });
  addEventListener(
    "afterprint",
    () => {
      place.classList.remove("printed");
      map.invalidateSize({ animate: false, pan: false }).setView(seen.center, seen.zoom, { animate: false });
    },
    { once: true },
  );
});
