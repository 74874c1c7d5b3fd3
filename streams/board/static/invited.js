// @ts-check
// The link of an invitation, into the clipboard.

const link = /** @type {HTMLInputElement} */ (document.getElementById("link"));
const copy = /** @type {HTMLButtonElement} */ (document.getElementById("copy"));
const copied = /** @type {HTMLElement} */ (document.getElementById("copied"));

// Browsers have a clipboard only where nobody between can read along.
copy.hidden = !navigator.clipboard;
link.addEventListener("focus", () => link.select());
copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(link.value);
    copied.textContent = "Tersalin.";
  } catch {
    link.select();
    copied.textContent = "Salin sendiri dengan Ctrl+C.";
  }
});
