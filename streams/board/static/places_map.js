// @ts-check
// A small map of an incident, or of two beside each other: a pin with a letter, and the circle in which it lies.

import { plainMap } from "./map.js";

const L = /** @type {any} */ (globalThis).L;
const NEAREST_ZOOM = 17;
/** So far around each place is shown at least. */
const AROUND_M = 60;

/** @typedef {{letter: string, said: string | undefined, look?: string}} Pin `said` is `lat lon error_m`, empty where it is not known */

/** @type {any} */
let drawn = null;

/** Draw the pair that the page shows. */
export async function drawPair() {
  const pair = document.getElementById("pair");
  if (pair) {
    const { onePlace, otherPlace } = pair.dataset;
    await draw("pair-map", [{ letter: "A", said: onePlace }, { letter: "B", said: otherPlace, look: "other" }]);
  }
}

/** Draw where the incident of the page is. */
export async function drawIncident() {
  const said = document.getElementById("incident-map")?.dataset;
  if (said) {
    await draw("incident-map", [{ letter: said.letter ?? "", said: said.place }]);
  }
}

/**
 * The map drawn before is let go.
 *
 * @param {string} id of the element that becomes the map; hidden where no place is known
 * @param {Pin[]} pins
 */
async function draw(id, pins) {
  drawn?.remove();
  drawn = null;
  const place = document.getElementById(id);
  if (!place) {
    return;
  }
  const points = pins.flatMap(placed);
  if (!points.length) {
    place.hidden = true;
    return;
  }
  const { map } = await plainMap(place, document.body.dataset, { scrollWheelZoom: false });
  if (!place.isConnected) {
    map.remove();
    return;
  }
  drawn = map;
  const bounds = L.latLngBounds([]);
  for (const { at, error_m } of points) {
    bounds.extend(at.toBounds(2 * Math.max(error_m, AROUND_M)));
  }
  map.fitBounds(bounds, { maxZoom: NEAREST_ZOOM });
  for (const { letter, look, at, error_m } of points) {
    L.circle(at, { radius: error_m, className: "reach", interactive: false }).addTo(map);
    const icon = L.divIcon({ className: `pin ${look}`, html: letter, iconSize: [24, 24] });
    L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map);
  }
}

/** @param {Pin} pin */
function placed({ letter, said, look = "" }) {
  if (!said) {
    return [];
  }
  const [lat, lon, error_m] = said.split(" ").map(Number);
  return [{ letter, look, at: L.latLng(lat, lon), error_m }];
}
