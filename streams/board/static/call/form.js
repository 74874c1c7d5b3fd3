// @ts-check
// The form of the call centre. Nothing that is typed is kept anywhere but in its fields.

import { asking } from "./asking.js";
import { smallMap } from "./map.js";
import { Refused, post } from "./posting.js";
import { incidents, meaning, metres } from "./shown.js";

/** @typedef {import("./shown.js").Found} Found */

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const form = /** @type {HTMLFormElement} */ (at("call"));
const text = /** @type {HTMLTextAreaElement} */ (at("text"));
const save = /** @type {HTMLButtonElement} */ (at("save"));

/** @param {string} name */
const field = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

const hint = [...at("category").children];
let key = form.dataset.form ?? "";
/** When the key was given out, and when somebody began to type. */
let issued = performance.now();
/** @type {number | null} */
let began = null;
/** Which of the reports that this page took it is. */
let draft = 0;
/** @type {Found} */
let found = {};
/** @type {Awaited<ReturnType<typeof smallMap>> | null} */
let map = null;

/** @returns {Record<string, string>} */
const filled = () =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]).filter(([, value]) => value));

const show = () => {
  const chosen = field("supports").value;
  const said = meaning(found);
  at("category").replaceChildren(...(said.length ? said : hint));
  const { place } = found;
  at("place").textContent = found.category ? placeWords(place) : "belum disebut";
  const near = found.near ?? [];
  at("near").replaceChildren(...incidents(near, chosen, choose));
  at("none").hidden = near.length > 0;
  at("none").textContent = found.near === null ? "tidak dapat dilihat sekarang" : "belum ada";
  at("unpoint").hidden = !field("lat").value;
  map?.show(place ?? null, near, chosen);
};

/** @param {Found["place"]} place */
const placeWords = (place) =>
  place
    ? `${place.words || "kelurahan belum pasti"}, ± ${metres(place.error_m)} (${place.evidence})`
    : "belum dikenal; tanyakan jalan, patokan, atau kelurahannya";

const ask = asking(
  async () => {
    const about = draft;
    const answer = await post("/call/suggest", withoutPhone(filled()));
    // It may be about what was saved or thrown away meanwhile.
    return about === draft ? answer : found;
  },
  (/** @type {Found} */ answer) => {
    const chosen = field("supports").value;
    // What was chosen stays where it is: its number must not become another incident's.
    found = chosen ? { ...answer, near: found.near ?? answer.near } : answer;
    show();
  },
  (failed) => {
    at("state").textContent = failed ? "saran belum tersedia" : "";
  },
);

/** @param {Record<string, string>} fields What is suggested depends on nobody's number. */
function withoutPhone({ phone, supports, ...rest }) {
  return rest;
}

/** @param {string} id */
function choose(id) {
  field("supports").value = field("supports").value === id ? "" : id;
  const one = found.near?.find((near) => near.id === field("supports").value);
  at("told").textContent = one ? `Yang ini: ${one.category}, ${one.place}` : "Bukan yang sudah dilaporkan";
  show();
  if (!field("supports").value) {
    ask();
  }
}

function clear() {
  form.reset();
  for (const name of ["lat", "long", "supports"]) {
    field(name).value = "";
  }
  found = {};
  began = null;
  draft += 1;
  show();
  map?.leave();
  text.focus();
}

/** @param {Error} error */
function failed(error) {
  const fault = at("fault");
  fault.hidden = false;
  if (error instanceof Refused && error.status === 401) {
    const link = Object.assign(document.createElement("a"), { href: "/sign-in?next=/call", target: "_blank", textContent: "masuk di jendela lain" });
    fault.replaceChildren("Sesi Anda berakhir. Teks ini tetap ada: ", link, ", lalu simpan lagi.");
  } else if (error instanceof Refused) {
    fault.textContent = `${error.message} Teks Anda tetap ada.`;
  } else {
    fault.textContent = "Server tidak terjangkau, jadi belum tersimpan. Teks Anda tetap ada; coba lagi.";
  }
}

async function send() {
  if (save.disabled) {
    return;
  }
  save.disabled = true;
  at("state").textContent = "menyimpan…";
  at("fault").hidden = true;
  try {
    const after_s = String(Math.max(0, Math.floor(((began ?? issued) - issued) / 1_000)));
    const { number, form: next } = await post("/call", { ...filled(), form: key, after_s });
    at("number").textContent = number.slice(number.indexOf(":") + 1).replaceAll("-", " – ");
    at("whole").textContent = number;
    at("saved").hidden = false;
    at("told").textContent = `Tersimpan dengan nomor ${number}`;
    key = next;
    issued = performance.now();
    clear();
  } catch (error) {
    failed(/** @type {Error} */ (error));
  }
  at("state").textContent = "";
  save.disabled = false;
}

form.addEventListener("input", () => {
  began ??= performance.now();
  ask();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void send();
});
at("discard").addEventListener("click", () => {
  if (!Object.keys(filled()).length || confirm("Buang yang sudah diketik?")) {
    clear();
    at("fault").hidden = true;
  }
});
at("unpoint").addEventListener("click", () => {
  field("lat").value = field("long").value = "";
  ask();
  text.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    void send();
  } else if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
    // Nothing is sent by mistake: a report cannot be taken back.
    event.preventDefault();
  }
  // By the key's place: on some keyboards Alt writes another letter.
  const digit = event.altKey && !event.ctrlKey ? /^(?:Digit|Numpad)(\d)$/.exec(event.code) : null;
  if (digit) {
    event.preventDefault();
    const one = found.near?.[Number(digit[1]) - 1];
    if (one) {
      choose(one.id);
    } else if (digit[1] === "0" && field("supports").value) {
      choose(field("supports").value);
    }
  }
});
window.addEventListener("beforeunload", (event) => {
  if (Object.keys(filled()).length) {
    event.preventDefault();
  }
});

smallMap(
  at("map"),
  document.body.dataset,
  (lat, lon) => {
    field("lat").value = lat.toFixed(6);
    field("long").value = lon.toFixed(6);
    began ??= performance.now();
    ask();
    text.focus();
  },
  choose,
).then((made) => {
  map = made;
  show();
});
