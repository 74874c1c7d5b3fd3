// @ts-check
// A small map of two places, A and B, each with the circle in which it lies.

import { plainMap } from "./map.js";

const L = /** @type {any} */ (globalThis).L;
const NEAREST_ZOOM = 17;
/** So far around each place is shown at least. */
const AROUND_M = 60;

/** @type {any} */
let drawn = null;

/** Draw the pair that the page shows; the map of the one before it is let go. */
export async function drawPair() {
  drawn?.remove();
  drawn = null;
  const pair = document.getElementById("pair");
  const place = document.getElementById("pair-map");
  if (!pair || !place) {
    return;
  }
  const points = [...placed("A", pair.dataset.onePlace), ...placed("B", pair.dataset.otherPlace)];
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
  for (const { letter, at, error_m } of points) {
    L.circle(at, { radius: error_m, className: "reach", interactive: false }).addTo(map);
    const icon = L.divIcon({ className: `pin pin-${letter}`, html: letter, iconSize: [24, 24] });
    L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map);
  }
}

/**
 * @param {string} letter
 * @param {string | undefined} said `lat lon error_m`, empty where it is not known
 */
function placed(letter, said) {
  if (!said) {
    return [];
  }
  const [lat, lon, error_m] = said.split(" ").map(Number);
  return [{ letter, at: L.latLng(lat, lon), error_m }];
}
