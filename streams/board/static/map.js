// @ts-check
// The map: outlines of the kelurahan, tiles where a setting names some, and incidents.

import { json } from "./live.js";
import { Marks } from "./marks.js";

/** @typedef {import("./store.js").Row} Row */

const L = /** @type {any} */ (globalThis).L;

/** @typedef {{id: string, name: string, rings: [number, number][][]}} Area */
/** @typedef {{className?: string, label?: string | HTMLElement, interactive?: boolean}} Drawn */

const CITY_ZOOM = 11;
const NAMES_FROM_ZOOM = 13;
const NEAR_ZOOM = 15;
const NAME = { permanent: true, direction: "center", className: "area-name", interactive: false };

/**
 * A map with the outlines of the kelurahan, and tiles where a setting names some; nothing in it moves by itself.
 *
 * @param {HTMLElement} place
 * @param {DOMStringMap} said what the page says: `areas`, `tiles`, `tilesCredit`
 * @param {object} [options] of Leaflet
 * @param {(area: Area) => Drawn} [drawn] how one looks; its label is its name by default, from near
 */
export async function plainMap(place, said, options = {}, drawn = () => ({})) {
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
  return { map, ...outlines(map, areas, Boolean(said.tiles), drawn) };
}

/**
 * The same with the whole city in sight as soon as the place has a size, and buttons to come nearer.
 *
 * @param {HTMLElement} place
 * @param {DOMStringMap} said what the page says: `areas`, `tiles`, `tilesCredit`; `zoomIn`, `zoomOut`
 * @param {(area: Area) => Drawn} [drawn] how one looks; its label is its name by default, from near
 * @param {object} [options] of Leaflet
 */
export async function ground(place, said, drawn, options) {
  const { map, city, shapes } = await plainMap(place, said, options, drawn);
  L.control.zoom({ zoomInTitle: said.zoomIn ?? "Perbesar", zoomOutTitle: said.zoomOut ?? "Perkecil" }).addTo(map);
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
  sized();
  if (!seen) {
    map.setView(bounds.getCenter(), CITY_ZOOM);
  }
  new ResizeObserver(sized).observe(place);
  return { map, shapes, bounds };
}

/**
 * @param {HTMLElement} place
 * @param {DOMStringMap} said what the page says: `areas`, `tiles`, `tilesCredit`
 * @param {(id: string | null) => void} reached an incident was clicked, or none
 */
export async function cityMap(place, said, reached) {
  const { map } = await ground(place, said);
  const marks = new Marks(reached).addTo(map);
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
 * @param {(area: Area) => Drawn} drawn
 */
function outlines(map, areas, overTiles, drawn) {
  const renderer = L.svg({ padding: 0.5 });
  /** @type {Map<string, any>} by id of the kelurahan */
  const shapes = new Map();
  /** @type {Map<any, string>} */
  const nameless = new Map();
  for (const area of areas) {
    const { className = "", label, interactive = false } = drawn(area);
    const shape = L.polygon(area.rings, {
      renderer,
      interactive,
      className: `area ${overTiles ? "over" : ""} ${className}`,
      smoothFactor: 1,
    });
    if (label) {
      shape.bindTooltip(label, NAME);
    } else {
      nameless.set(shape, area.name);
    }
    shapes.set(area.id, shape);
  }
  // Names that nobody sees from far cost more than the outlines, so they are made when somebody comes near.
  const names = () => {
    if (map.getContainer().classList.toggle("named", map.getZoom() >= NAMES_FROM_ZOOM)) {
      nameless.forEach((name, shape) => shape.bindTooltip(name, NAME));
      nameless.clear();
    }
  };
  map.on("zoomend", names);
  const city = L.featureGroup([...shapes.values()]);
  map.whenReady(() => {
    city.addTo(map);
    names();
  });
  return { city, shapes };
}
