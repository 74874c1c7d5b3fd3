// @ts-check
// The page of one incident: loads itself anew, in place, when the incident changes.

import { keys } from "./keys.js";
import { follow, show } from "./live.js";

const id = document.body.dataset.incident ?? "";
const back = /** @type {HTMLAnchorElement} */ (document.getElementById("back"));
back.href = `/incidents${sessionStorage.getItem("incidents") ?? ""}`;

/** The mark up to which the page tells: the server wrote the first one into it. */
let mark = document.body.dataset.mark ?? "";

async function load() {
  if (mark) {
    const first = mark;
    mark = "";
    return first;
  }
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (answer.redirected) {
    location.reload();
  }
  if (!answer.ok) {
    throw new Error(`${answer.status}`);
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [old, now] = [document, page].map((one) => one.getElementById("incident"));
  if (old && now && old.innerHTML !== now.innerHTML) {
    old.replaceWith(now);
    document.dispatchEvent(new CustomEvent("incident-changed"));
    const said = document.getElementById("said");
    if (said) {
      said.textContent = "Insiden ini berubah.";
    }
  }
  return page.body.dataset.mark ?? "";
}

follow({ load, changed: () => void load().catch(() => show("lost")), state: show }, `&incident=${encodeURIComponent(id)}`);
keys({ Escape: () => back.click() });
