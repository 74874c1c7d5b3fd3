// @ts-check
// The map: outlines of the kelurahan, tiles where a setting names some, and incidents.

import { json } from "./live.js";
import { Marks } from "./marks.js";

/** @typedef {import("./store.js").Row} Row */

const L = /** @type {any} */ (globalThis).L;

/** @typedef {{id: string, name: string, rings: [number, number][][]}} Area */

const CITY_ZOOM = 11;
const NAMES_FROM_ZOOM = 13;
const NEAR_ZOOM = 15;

/**
 * A map with the outlines of the kelurahan, and tiles where a setting names some; nothing in it moves by itself.
 *
 * @param {HTMLElement} place
 * @param {DOMStringMap} said what the page says: `areas`, `tiles`, `tilesCredit`
 * @param {object} [options] of Leaflet
 */
export async function plainMap(place, said, options = {}) {
  const map = L.map(place, {
    zoomAnimation: false,
    fadeAnimation: false,
    inertia: false,
    keyboard: false,
    attributionControl: Boolean(said.tiles),
    zoomControl: false,
    zoomSnap: 0.5,
    ...options,
  });
  if (said.tiles) {
    L.tileLayer(said.tiles, { attribution: said.tilesCredit }).addTo(map);
  }
  /** @type {Area[]} */
  const areas = await json(said.areas ?? "");
  return { map, city: outlines(map, areas, Boolean(said.tiles)) };
}

/**
 * @param {HTMLElement} place
 * @param {DOMStringMap} said what the page says: `areas`, `tiles`, `tilesCredit`
 * @param {(id: string | null) => void} reached an incident was clicked, or none
 */
export async function cityMap(place, said, reached) {
  const { map, city } = await plainMap(place, said);
  L.control.zoom({ zoomInTitle: "Perbesar", zoomOutTitle: "Perkecil" }).addTo(map);
  const bounds = city.getBounds();
  let seen = false;
  const sized = () => {
    map.invalidateSize({ animate: false, pan: false });
    // On a narrow screen the map is not there at first, and nothing fits into nothing.
    if (!seen && place.clientWidth > 0) {
      seen = true;
      map.fitBounds(bounds, { padding: [8, 8] });
    }
  };
  map.setView(bounds.getCenter(), CITY_ZOOM);
  const marks = new Marks(reached).addTo(map);
  new ResizeObserver(sized).observe(place);
  sized();
  return {
    /**
     * @param {Row[]} rows
     * @param {string | null} selected
     */
    show(rows, selected) {
      marks.show(rows, selected);
    },
    /** @param {Row} row Move so that it is seen. */
    reveal(row) {
      if (row.lat !== null && row.lon !== null && !map.getBounds().pad(-0.05).contains([row.lat, row.lon])) {
        map.setView([row.lat, row.lon], Math.min(Math.max(map.getZoom(), NAMES_FROM_ZOOM), NEAR_ZOOM));
      }
    },
  };
}

/**
 * @param {any} map
 * @param {Area[]} areas
 * @param {boolean} overTiles
 */
function outlines(map, areas, overTiles) {
  const renderer = L.svg({ padding: 0.5 });
  const shapes = areas.map(({ name, rings }) =>
    L.polygon(rings, {
      renderer,
      interactive: false,
      className: overTiles ? "area over" : "area",
      smoothFactor: 1,
    }).bindTooltip(name, { permanent: true, direction: "center", className: "area-name", interactive: false }),
  );
  const names = () => map.getContainer().classList.toggle("named", map.getZoom() >= NAMES_FROM_ZOOM);
  map.on("zoomend", names);
  const group = L.featureGroup(shapes);
  map.whenReady(() => {
    group.addTo(map);
    names();
  });
  return group;
}
