// @ts-check
// Photos open large, over the page; arrows lead from one to the next.

/** Wire all photos, also those that come when the page loads anew. */
export function photos() {
  const dialog = document.getElementById("photo");
  if (!(dialog instanceof HTMLDialogElement)) {
    return;
  }
  document.addEventListener("click", (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest("a[data-photo]");
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      put(dialog, link);
      dialog.showModal();
    }
  });
  dialog.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const all = [...document.querySelectorAll("a[data-photo]")];
    const now = all.findIndex((link) => link.getAttribute("href") === dialog.dataset.shown);
    const next = by && all[now + by];
    if (next) {
      put(dialog, next);
    }
  });
}

/** Open the first one. */
export function firstPhoto() {
  /** @type {HTMLElement | null} */ (document.querySelector("a[data-photo]"))?.click();
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {Element} link
 */
function put(dialog, link) {
  const [image, words] = [dialog.querySelector("img"), dialog.querySelector("p")];
  const address = link.getAttribute("href") ?? "";
  dialog.dataset.shown = address;
  if (image && words) {
    image.src = address;
    image.alt = words.textContent = link.getAttribute("data-photo") ?? "";
  }
}
