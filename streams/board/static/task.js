// @ts-check
// One incident as an officer sees it: tells what became of what was sent, keeps what is being filled in, and helps with the
// photo: a telephone often leaves place and time out of the file.

import { follow, fresh } from "./live.js";

const PENDING_MS = 700;
const PENDING_TRIES = 90;
const POSITION = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 30_000 };

const id = document.body.dataset.incident ?? "";
/** Where this page is asked for: after a form that was refused the address is that of the form. */
const address = document.body.dataset.address ?? location.href;

async function load() {
  const page = await fresh(address);
  place(page);
  return page.body.dataset.mark ?? "";
}

/** @param {Document} page */
function place(page) {
  const parts = ["facts", "past", ...(document.querySelector("#became .alert") ? [] : ["became"]), ...(busy() ? [] : ["acts"])];
  for (const part of parts) {
    const [old, now] = [document, page].map((one) => one.getElementById(part));
    if (old && now && words(old) !== words(now)) {
      old.replaceWith(now);
    } else if (now && !old) {
      document.querySelector("article")?.append(now);
    }
  }
}

/**
 * What a part says, without what is another one in each page.
 *
 * @param {HTMLElement} part
 */
const words = (part) => part.innerHTML.replaceAll(/name="form" value="\w+"/g, "");

/** Whether somebody fills something in: that must not be taken away. */
function busy() {
  const acts = document.getElementById("acts");
  const fields = [...(acts?.querySelectorAll("textarea, select, input[type=file]") ?? [])];
  const filled = fields.some((field) => /** @type {HTMLInputElement} */ (field).value !== "");
  return filled || Boolean(acts?.contains(document.activeElement)) || Boolean(acts?.querySelector("[data-sending]"));
}

/** What was sent is recorded within a second, mostly; a refusal changes no incident, so it must be asked for. */
async function awaitWord() {
  for (let tries = 0; tries < PENDING_TRIES && document.querySelector("[data-pending]"); tries += 1) {
    await new Promise((done) => setTimeout(done, PENDING_MS));
    await load().catch(again);
  }
}

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!form.matches(".act")) {
    return;
  }
  if (form.dataset.sending !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "";
  tell(form, "Mengirim…");
});

// Who comes back to a page that the browser has kept may send its form again: it is the same word.
window.addEventListener("pageshow", () => {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll(".act[data-sending]"))) {
    delete form.dataset.sending;
    tell(form, "Kirim lagi");
  }
});

/**
 * @param {HTMLFormElement} form
 * @param {string} text
 */
function tell(form, text) {
  const button = form.querySelector("button");
  if (button) {
    button.textContent = text;
  }
}

document.addEventListener("change", (event) => {
  const input = /** @type {HTMLInputElement} */ (event.target);
  const file = input.matches("[data-photo]") ? input.files?.[0] : undefined;
  const form = input.form;
  if (!file || !form) {
    return;
  }
  /**
   * @param {string} name
   * @param {string} value
   */
  const put = (name, value) => {
    /** @type {HTMLInputElement} */ (form.querySelector(`[data-${name}]`)).value = value;
  };
  const told = /** @type {HTMLElement} */ (form.querySelector("[data-told]"));
  put("taken", String(file.lastModified));
  told.textContent = "Membaca lokasi telepon…";
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      put("lat", String(coords.latitude));
      put("lon", String(coords.longitude));
      told.textContent = `Lokasi telepon terbaca (± ${Math.round(coords.accuracy)} m).`;
    },
    () => {
      told.textContent = "Lokasi telepon tidak terbaca. Foto yang tidak memuat lokasi dianggap belum membuktikan.";
    },
    POSITION,
  );
});

const again = follow({ load, changed: load }, `&incident=${encodeURIComponent(id)}`);
void awaitWord();
