// @ts-check
// The small map of the form: where it may be and how surely, the point that somebody chose, incidents around it.

import { ground } from "../map.js";
import { Marks } from "../marks.js";

const L = /** @type {any} */ (globalThis).L;

const NEAR_ZOOM = 16;

/** @typedef {import("./shown.js").Found} Found */

/**
 * @param {HTMLElement} place
 * @param {DOMStringMap} said
 * @param {(lat: number, lon: number) => void} pointed
 * @param {(id: string) => void} chosen an incident was clicked
 */
export async function smallMap(place, said, pointed, chosen) {
  const { map, bounds } = await ground(place, said);
  let reached = false;
  const marks = new Marks((/** @type {string | null} */ id) => {
    reached = id !== null;
    if (id !== null) {
      chosen(id);
    }
  }).addTo(map);
  map.on("click", (/** @type {any} */ event) => {
    if (!reached) {
      pointed(event.latlng.lat, event.latlng.lng);
    }
    reached = false;
  });
  const circle = L.circle([0, 0], { radius: 1, className: "error", interactive: false });
  const point = L.circleMarker([0, 0], { radius: 5, className: "point", interactive: false });
  let shown = "";

  return {
    /**
     * @param {Found["place"]} found
     * @param {NonNullable<Found["near"]>} near
     * @param {string} selected
     */
    show(found, near, selected) {
      marks.show(near, selected);
      const now = found ? `${found.lat} ${found.lon} ${found.error_m}` : "";
      if (now === shown) {
        return;
      }
      shown = now;
      if (!found) {
        circle.remove();
        point.remove();
        return;
      }
      circle.setLatLng([found.lat, found.lon]).setRadius(Math.max(found.error_m, 1)).addTo(map);
      point.setLatLng([found.lat, found.lon]).addTo(map);
      map.fitBounds(circle.getBounds().pad(0.3), { maxZoom: NEAR_ZOOM });
    },
    /** The next caller may be anywhere. */
    leave() {
      map.fitBounds(bounds);
    },
  };
}
