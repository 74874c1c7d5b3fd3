// @ts-check
// Questions one after the other: each is answered by one key, and the next is there at once.

import { keys } from "./keys.js";
import { follow, fresh } from "./live.js";
import { correct } from "./outcomes.js";
import { drawPair } from "./places_map.js";
import { photos } from "./photos.js";
import { wayBack } from "./way_back.js";

/** @typedef {{id: string, sent: Promise<import("./outcomes.js").Outcome>}} Answer */

const SAME = "masalah yang sama";
const APART = "masalah yang berbeda";

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @returns {T}
 */
const at = (id) => /** @type {T} */ (document.getElementById(id));

/** Incidents that ask, in the order in which to answer. */
let waiting = words(document.body.dataset.waiting);
/** Those answered here: the server may not have heard yet. */
const answered = new Set();
/** Those put off until no other is left. */
const later = new Set();
/** @type {Answer[]} */
const answers = [];

/** @param {string | undefined} said */
function words(said) {
  return (said ?? "").split(" ").filter(Boolean);
}

const pair = () => document.getElementById("pair")?.dataset;
const open = () => waiting.filter((id) => !answered.has(id));

/**
 * @param {string} [of] The incident that asks; else the first that waits.
 * @returns {Promise<string>} the mark up to which the page tells
 */
async function load(of) {
  const next = of ?? open().find((id) => !later.has(id)) ?? open()[0] ?? "";
  const page = await fresh(`/questions?of=${encodeURIComponent(next)}`);
  waiting = words(page.body.dataset.waiting);
  const now = /** @type {HTMLElement} */ (page.getElementById("question"));
  const asks = now.querySelector("#pair")?.getAttribute("data-one");
  if (asks && answered.has(asks)) {
    const [first] = open();
    if (first && first !== next) {
      return load(first);
    }
    now.replaceChildren(nothing());
  }
  at("question").replaceWith(now);
  await drawPair();
  counted();
  return page.body.dataset.mark ?? "";
}

function nothing() {
  const said = document.createElement("p");
  said.className = "card";
  said.id = "none";
  said.textContent = "Tidak ada yang perlu dijawab. Pertanyaan baru muncul di sini dengan sendirinya.";
  return said;
}

function counted() {
  const left = open().length;
  at("count").textContent = left ? `${left} menunggu` : "semua sudah dijawab";
  for (const button of document.querySelectorAll("[data-answer]")) {
    const kind = button.getAttribute("data-answer");
    const asked = pair();
    /** @type {HTMLButtonElement} */ (button).disabled =
      kind === "u" ? !answers.length : !asked || (kind === "y" && !asked.mergeable);
  }
}

const next = () => load().catch(again);

/** @param {boolean} same */
function answer(same) {
  const asked = pair();
  // While the next one is on its way the last is still shown.
  if (!asked?.one || !asked.other || answered.has(asked.one) || (same && !asked.mergeable)) {
    return;
  }
  const { one, other } = asked;
  const what = same
    ? [["kind", "merge"], ["incident", one], ["into", other]]
    : [["kind", "apart"], ["incident", one], ["other", asked.asks ?? other]];
  const seen = [["seen", `${one} ${asked.oneRevision}`]];
  if (same || asked.asks === other) {
    seen.push(["seen", `${other} ${asked.otherRevision}`]);
  }
  const why = /** @type {HTMLInputElement} */ (at("why")).value.trim() || (same ? SAME : APART);
  const sent = correct(same ? "Sama" : "Bukan", [...what, ...seen, ["why", why]]);
  answered.add(one);
  answers.push({ id: one, sent });
  void sent.then(({ result }) => result === "refused" && unanswered(one));
  /** @type {HTMLFormElement} */ (at("answers")).reset();
  void next();
}

/**
 * It waits for an answer again.
 *
 * @param {string} id
 */
function unanswered(id) {
  answered.delete(id);
  const index = answers.findIndex((one) => one.id === id);
  if (index >= 0) {
    answers.splice(index, 1);
  }
  if (pair()) {
    counted();
  } else {
    void next();
  }
}

async function undo() {
  const last = answers.pop();
  counted();
  if (!last) {
    return;
  }
  const { id, result } = await last.sent;
  if (result === "refused") {
    return;
  }
  const fields = [["kind", "undo"], ["correction", id], ["why", "dibatalkan"]];
  const undone = await correct("Batalkan jawaban", fields);
  if (undone.result === "applied") {
    answered.delete(last.id);
    await load(last.id).catch(again);
  }
}

function putOff() {
  const asked = pair();
  if (asked?.one) {
    later.add(asked.one);
    if (open().every((id) => later.has(id))) {
      later.clear();
      later.add(asked.one);
    }
    void next();
  }
}

/** @param {import("./live.js").Changes} changes */
function changed({ rows, gone }) {
  const asked = pair();
  const touched = new Set([...rows.map(({ id }) => id), ...gone]);
  const asks = rows.filter(({ id, perhaps }) => perhaps && !waiting.includes(id));
  waiting = [...waiting.filter((id) => !gone.includes(id)), ...asks.map(({ id }) => id)];
  if (!asked ? asks.length : [asked.one, asked.other, asked.asks].some((id) => id && touched.has(id))) {
    return load(asked?.one);
  }
  counted();
  return undefined;
}

const does = /** @type {Record<string, () => void>} */ ({
  y: () => answer(true),
  n: () => answer(false),
  l: putOff,
  u: () => void undo(),
});
/** @type {Record<string, (event: KeyboardEvent) => void>} */
const acts = {
  a: (event) => {
    event.preventDefault();
    at("why").focus();
  },
  "?": () => /** @type {HTMLDialogElement} */ (at("help")).showModal(),
  Escape: () => {
    if (document.activeElement === at("why")) {
      at("why").blur();
    } else {
      location.assign(wayBack());
    }
  },
};
for (const [key, act] of Object.entries(does)) {
  acts[key] = act;
  document.querySelector(`[data-answer=${key}]`)?.addEventListener("click", act);
}
at("help-open").addEventListener("click", () => /** @type {HTMLDialogElement} */ (at("help")).showModal());
at("answers").addEventListener("submit", (event) => {
  event.preventDefault();
  at("why").blur();
});
keys(acts);
counted();
photos();
void drawPair();
const again = follow({ load: () => load(pair()?.one), changed });
