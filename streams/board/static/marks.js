// @ts-check
// Incidents on the map: one canvas, a shape and a letter for each urgency.

import { LETTERS, URGENCIES } from "./names.js";
import { differing, patch } from "./patches.js";
import { outline } from "./shapes.js";

/** @typedef {import("./store.js").Row} Row */

const L = /** @type {any} */ (globalThis).L;

/** Half the height of a mark, in pixels; the more urgent, the larger. */
const HALF_PX = { emergency: 10, high: 9, normal: 7, low: 6 };
const LETTERS_FROM_ZOOM = 14;
/** Where they would cover more of the map than that, each is drawn smaller, but for these sizes. */
const COVERED = 0.12;
const LEAST_PX = { emergency: 3.5, high: 2.5, normal: 1.5, low: 1.2 };
/** Sizes in such steps, so that a sprite serves for more than one picture. */
const STEPS = 20;
const REACH_PX = 14;
const MARGIN_PX = 40;

/** A layer of Leaflet; `reached` is told which incident was clicked, null for none. */
export const Marks = L.Layer.extend({
  /** @param {(id: string | null) => void} reached */
  initialize(reached) {
    this._reached = reached;
    this._rows = [];
    this._selected = null;
    this._frame = 0;
    this._sprites = new Map();
    /** @type {import("./patches.js").Picture | null} */
    this._picture = null;
  },

  /** @param {any} map */
  onAdd(map) {
    this._map = map;
    this._canvas = L.DomUtil.create("canvas", "marks", map.getPanes().overlayPane);
    this._canvas.setAttribute("aria-hidden", "true");
    map.on("move zoomend resize", this.draw, this);
    map.on("click", this._clicked, this);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this._sprites.clear();
      this._picture = null;
      this.draw();
    });
    this.draw();
  },

  /**
   * @param {Row[]} rows newest first
   * @param {string | null} selected
   */
  show(rows, selected) {
    this._rows = rows;
    this._selected = selected;
    this.draw();
  },

  draw() {
    if (!this._frame) {
      this._frame = requestAnimationFrame(() => {
        this._frame = 0;
        this._draw();
      });
    }
  },

  _draw() {
    const map = this._map;
    const size = map.getSize();
    const ratio = devicePixelRatio || 1;
    L.DomUtil.setPosition(this._canvas, map.containerPointToLayerPoint([0, 0]));
    if (this._canvas.width !== size.x * ratio || this._canvas.height !== size.y * ratio) {
      this._canvas.width = size.x * ratio;
      this._canvas.height = size.y * ratio;
      this._canvas.style.width = `${size.x}px`;
      this._canvas.style.height = `${size.y}px`;
    }
    const pen = this._canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const drawn = this._placed(size);
    const scale = scaleOf(drawn, size);
    const corner = map.getPixelBounds().min;
    const view = [size.x, size.y, ratio, map.getZoom(), corner.x, corner.y, scale].join();
    const picture = { view, drawn, selected: this._selected };
    const places = differing(this._picture, picture);
    this._picture = picture;
    /** @param {import("./patches.js").Placed} one */
    const mark = (one) => this._mark(pen, one, ratio, scale);
    if (places) {
      places.forEach((place) => patch(pen, ratio, place, drawn, mark));
    } else {
      pen.clearRect(0, 0, size.x, size.y);
      drawn.forEach(mark);
    }
  },

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {import("./patches.js").Placed} one
   * @param {number} ratio
   * @param {number} scale
   */
  _mark(pen, { row, x, y }, ratio, scale) {
    const chosen = row.id === this._selected;
    const letters = this._map.getZoom() >= LETTERS_FROM_ZOOM;
    const sprite = this._sprite(row.urgency, letters, ratio, chosen ? 1 : scale);
    const [width, height] = [sprite.width / ratio, sprite.height / ratio];
    pen.drawImage(sprite, x - width / 2, y - height / 2, width, height);
    if (chosen) {
      this._ring(pen, x, y);
    }
  },

  /**
   * Those that are seen: the least urgent first, so that the others lie on top; the selected one last.
   *
   * @param {{x: number, y: number}} size
   */
  _placed(size) {
    /** @type {Record<string, {row: Row, x: number, y: number}[]>} */
    const byUrgency = { emergency: [], high: [], normal: [], low: [] };
    const chosen = [];
    for (let number = this._rows.length - 1; number >= 0; number--) {
      const row = this._rows[number];
      if (row.lat === null || row.lon === null) {
        continue;
      }
      const { x, y } = this._map.latLngToContainerPoint([row.lat, row.lon]);
      if (x < -MARGIN_PX || y < -MARGIN_PX || x > size.x + MARGIN_PX || y > size.y + MARGIN_PX) {
        continue;
      }
      (row.id === this._selected ? chosen : byUrgency[row.urgency]).push({ row, x, y });
    }
    return [...[...URGENCIES].reverse().flatMap((urgency) => byUrgency[urgency]), ...chosen];
  },

  /**
   * Drawn once, then copied: ten thousand shapes would take a second, as many copies a hundredth.
   *
   * @param {keyof typeof HALF_PX} urgency
   * @param {boolean} letters
   * @param {number} ratio
   * @param {number} scale
   */
  _sprite(urgency, letters, ratio, scale) {
    const key = `${urgency} ${letters} ${ratio} ${scale}`;
    let made = this._sprites.get(key);
    if (!made) {
      made = sprite(urgency, letters, ratio, scale);
      this._sprites.set(key, made);
    }
    return made;
  },

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {number} x
   * @param {number} y
   */
  _ring(pen, x, y) {
    const style = getComputedStyle(document.documentElement);
    for (const [width, colour] of [[6, "--ground"], [3, "--ink"]]) {
      pen.beginPath();
      pen.arc(x, y, REACH_PX + 2, 0, 2 * Math.PI);
      pen.lineWidth = Number(width);
      pen.strokeStyle = style.getPropertyValue(String(colour));
      pen.stroke();
    }
  },

  /** @param {any} event */
  _clicked(event) {
    const { x, y } = event.containerPoint;
    let nearest = null;
    let least = REACH_PX ** 2;
    for (const one of this._picture?.drawn ?? []) {
      const away = (one.x - x) ** 2 + (one.y - y) ** 2;
      // What is drawn later lies on top, so it wins where two are as near.
      if (away <= least) {
        [nearest, least] = [one.row.id, away];
      }
    }
    this._reached(nearest);
  },
});

/**
 * By how much marks are made smaller, so that the map is seen between them.
 *
 * @param {{row: Row}[]} drawn
 * @param {{x: number, y: number}} size of the map
 */
function scaleOf(drawn, size) {
  const covered = drawn.reduce((sum, { row }) => sum + (2 * HALF_PX[row.urgency]) ** 2, 0);
  const fits = Math.sqrt((COVERED * size.x * size.y) / covered);
  return Math.min(1, Math.ceil(fits * STEPS) / STEPS);
}

/**
 * @param {keyof typeof HALF_PX} urgency
 * @param {boolean} letters
 * @param {number} ratio
 * @param {number} scale
 */
function sprite(urgency, letters, ratio, scale) {
  const half = Math.max(HALF_PX[urgency] * scale, LEAST_PX[urgency]);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil((2 * half + 4) * ratio);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const style = getComputedStyle(document.documentElement);
  const centre = half + 2;
  pen.scale(ratio, ratio);
  outline(pen, urgency, centre, half);
  pen.fillStyle = style.getPropertyValue(`--${urgency}`);
  pen.fill();
  pen.lineWidth = 1.5 * scale;
  pen.strokeStyle = style.getPropertyValue("--ground");
  pen.stroke();
  if (letters && scale === 1) {
    pen.font = `bold ${half + 2}px system-ui, sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = style.getPropertyValue(`--on-${urgency}`);
    pen.fillText(LETTERS[urgency], centre, centre + (urgency === "high" ? 2 : 0.5));
  }
  return canvas;
}
