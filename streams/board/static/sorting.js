// @ts-check
// Tables of which the heads are buttons: one sorts by its column, the same again the other way round.

for (const table of document.querySelectorAll("table.sorted")) {
  const heads = [...table.querySelectorAll("thead th")];
  heads.forEach((head, at) => head.querySelector("button")?.addEventListener("click", () => sort(table, heads, at)));
}

/**
 * @param {Element} table
 * @param {Element[]} heads
 * @param {number} at which column
 */
function sort(table, heads, at) {
  const head = heads[at];
  const body = table.querySelector("tbody");
  const words = head.classList.contains("words");
  // Of figures one looks for the largest first, of names for the first.
  const order = { ascending: "descending", descending: "ascending" }[head.ariaSort ?? ""] ?? (words ? "ascending" : "descending");
  for (const one of heads) {
    one.removeAttribute("aria-sort");
  }
  head.setAttribute("aria-sort", order);
  const rows = [...(body?.rows ?? [])].map((row) => ({ row, by: key(row.cells[at]) }));
  rows.sort((a, b) => compare(a.by, b.by, order === "ascending" ? 1 : -1));
  body?.append(...rows.map(({ row }) => row));
}

/** @param {HTMLTableCellElement} cell */
function key(cell) {
  return cell.dataset.sort ?? cell.textContent?.trim() ?? "";
}

/**
 * What is not known is last, whichever way.
 *
 * @param {string} a
 * @param {string} b
 * @param {number} sign
 */
function compare(a, b, sign) {
  if (a === "" || b === "") {
    return Number(a === "") - Number(b === "");
  }
  const numbers = Number(a) - Number(b);
  return sign * (Number.isNaN(numbers) ? a.localeCompare(b, "id") : numbers);
}
