// @ts-check
// The outline of a mark, for each urgency.

/**
 * A square on its corner, a triangle, a square, a circle: told apart without their colours.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {import("./store.js").Row["urgency"]} urgency
 * @param {number} centre
 * @param {number} half
 */
export function outline(pen, urgency, centre, half) {
  const corners = {
    emergency: [[0, -1], [1, 0], [0, 1], [-1, 0]],
    high: [[0, -1], [1, 0.85], [-1, 0.85]],
    normal: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
    low: [],
  }[urgency];
  pen.beginPath();
  if (corners.length) {
    corners.forEach(([x, y]) => pen.lineTo(centre + x * half, centre + y * half));
    pen.closePath();
  } else {
    pen.arc(centre, centre, half, 0, 2 * Math.PI);
  }
}
