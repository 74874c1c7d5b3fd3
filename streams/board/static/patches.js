// @ts-check
// What differs between two pictures of the map. To draw ten thousand marks takes a twentieth of a second, so where a
// few have changed only their places are drawn anew.

/** @typedef {import("./store.js").Row} Row */
/** @typedef {{row: Row, x: number, y: number}} Placed */

/**
 * @typedef {object} Picture
 * @property {string} view where the map is and how large marks are: of another view nothing can be kept
 * @property {Placed[]} drawn from the lowest to the one on top
 * @property {string | null} selected
 */

/** More of them than that are not quicker than all. */
const PLACES_MAX = 100;
/** Half the side of a place, in pixels: it holds the largest mark with the ring of what is selected. */
const HALF_PX = 22;

/**
 * @param {Picture | null} before
 * @param {Picture} now
 * @returns {Placed[] | null} where something looks different; null where all must be drawn
 */
export function differing(before, now) {
  if (before?.view !== now.view) {
    return null;
  }
  const gone = new Map(before.drawn.map((one) => [one.row.id, one]));
  const found = [];
  for (const one of now.drawn) {
    const was = gone.get(one.row.id);
    gone.delete(one.row.id);
    if (!was) {
      found.push(one);
    } else if (looksOther(was, one) || (one.row.id === before.selected) !== (one.row.id === now.selected)) {
      found.push(was, one);
    }
  }
  found.push(...gone.values());
  return found.length > PLACES_MAX ? null : found;
}

/**
 * Clear a place and draw what lies there.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {number} ratio of pixels of the canvas to those of the page
 * @param {Placed} place
 * @param {Placed[]} drawn
 * @param {(one: Placed) => void} draw
 */
export function patch(pen, ratio, place, drawn, draw) {
  // On whole pixels: else a seam is left.
  const [left, top] = [place.x - HALF_PX, place.y - HALF_PX].map((edge) => Math.round(edge * ratio) / ratio);
  const side = Math.ceil(2 * HALF_PX * ratio) / ratio;
  pen.save();
  pen.beginPath();
  pen.rect(left, top, side, side);
  pen.clip();
  pen.clearRect(left, top, side, side);
  for (const one of drawn) {
    if (Math.abs(one.x - place.x) < 2 * HALF_PX && Math.abs(one.y - place.y) < 2 * HALF_PX) {
      draw(one);
    }
  }
  pen.restore();
}

/**
 * @param {Placed} was
 * @param {Placed} now
 */
function looksOther(was, now) {
  return was.row !== now.row && (was.row.urgency !== now.row.urgency || was.x !== now.x || was.y !== now.y);
}
