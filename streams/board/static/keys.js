// @ts-check
// Keys of a page: single letters, unless somebody is typing.

/**
 * @param {Record<string, (event: KeyboardEvent) => void>} actions by what the key writes
 */
export function keys(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
      return;
    }
    const typing = event.target instanceof Element && event.target.matches("input, select, textarea");
    if (typing && event.key !== "Escape") {
      return;
    }
    const act = actions[event.key];
    if (act) {
      act(event);
    }
  });
}
