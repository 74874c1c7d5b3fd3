// @ts-check
// The page of all open incidents: puts filters, list and map together.

import { filters } from "./filters.js";
import { keys } from "./keys.js";
import { List } from "./list.js";
import { follow, json } from "./live.js";
import { cityMap } from "./map.js";
import { LETTERS, URGENCIES, clock } from "./names.js";
import { Picks } from "./picks.js";
import { Store } from "./store.js";
import { remember } from "./way_back.js";

/** @typedef {import("./names.js").Names} Names */

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
const numbers = new Intl.NumberFormat("id-ID");

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @returns {T}
 */
const at = (id) => /** @type {T} */ (document.getElementById(id));

addEventListener("pagehide", remember);

/** @param {string} id */
const address = (id) => `/incident/${encodeURIComponent(id)}`;

async function main() {
  const said = document.body.dataset;
  /** @type {Promise<Names>} */
  const asked = json(said.names ?? "");
  // Asked for at once; whoever waits for it hears if it fails.
  /** @type {Promise<any> | null} */
  let first = json("/live/incidents");
  first.catch(() => {});
  const store = new Store();
  const names = await asked;
  /** @type {Awaited<ReturnType<typeof cityMap>> | null} */
  let map = null;

  const list = new List(at("scroller"), store, names, {
    selected(id) {
      const row = id === null ? undefined : store.get(id);
      map?.show(store.shown, id);
      picks?.selected(id);
      if (row) {
        map?.reveal(row);
      }
    },
    opened(id) {
      remember();
      location.assign(address(id));
    },
    news(count) {
      const button = at("news");
      button.hidden = count === 0;
      button.textContent = `↑ ${numbers.format(count)} baru`;
    },
    picked: (id) => picks?.toggle(id),
  });
  const picks = Picks.on(store, (ids) => list.pick(ids));

  const redraw = () => {
    map?.show(store.shown, list.selected);
    count(store);
  };

  filters(at("filters"), names, (passes) => {
    store.filter(passes);
    list.reset();
    redraw();
  });

  follow({
    async load() {
      const loading = first ?? json("/live/incidents");
      first = null;
      const { mark, rows } = await loading;
      store.replace(rows);
      list.reset();
      redraw();
      return mark;
    },
    changed(changes) {
      const { added, seen } = store.change(changes);
      picks?.changed();
      list.changed(added);
      count(store);
      // Ten thousand marks take a while to draw, and most changes are of words.
      if (seen) {
        map?.show(store.shown, list.selected);
      }
      if (added.length) {
        at("said").textContent = `${added.length} insiden baru`;
      }
    },
  });

  legend(names);
  actions(list, picks);
  ticking(names, list);
  map = await cityMap(at("map"), said, (id) => list.select(id));
  redraw();
}

/** @param {Store} store */
function count(store) {
  const [shown, all] = [store.shown.length, store.size].map((number) => numbers.format(number));
  at("count").textContent = shown === all ? `${all} insiden terbuka` : `${shown} dari ${all} insiden`;
  at("nothing").hidden = store.shown.length > 0 || store.size === 0;
}

/** @param {Names} names */
function legend(names) {
  at("legend").replaceChildren(
    ...URGENCIES.map((urgency) => {
      const entry = document.createElement("li");
      const mark = document.createElement("span");
      mark.className = "mark";
      mark.dataset.urgency = urgency;
      mark.textContent = LETTERS[urgency];
      mark.setAttribute("aria-hidden", "true");
      entry.append(mark, names.urgencies[urgency]);
      return entry;
    }),
  );
}

/**
 * @param {List} list
 * @param {Picks | null} picks
 */
function actions(list, picks) {
  const help = /** @type {HTMLDialogElement} */ (at("help"));
  const find = at("find");
  const swap = () => {
    const mapped = document.body.classList.toggle("mapped");
    at("swap").textContent = mapped ? "Daftar" : "Peta";
    at("swap").setAttribute("aria-pressed", String(mapped));
  };
  at("news").addEventListener("click", () => list.top());
  at("swap").addEventListener("click", swap);
  at("help-open").addEventListener("click", () => help.showModal());

  /** @param {(event: KeyboardEvent) => void} act */
  const instead = (act) => (/** @type {KeyboardEvent} */ event) => {
    event.preventDefault();
    act(event);
  };
  const down = instead(() => list.step(1));
  const up = instead(() => list.step(-1));
  keys({
    j: down,
    ArrowDown: down,
    k: up,
    ArrowUp: up,
    Enter: (event) => {
      if (!(event.target instanceof Element && event.target.matches("a, button"))) {
        list.open();
      }
    },
    n: instead(() => list.top()),
    Home: instead(() => list.top()),
    "/": instead(() => find.focus()),
    c: instead(() => at("clear").click()),
    p: instead(swap),
    f: instead(() => /** @type {HTMLElement} */ (document.querySelector("#filters select")).focus()),
    x: instead(() => list.selected && picks?.toggle(list.selected)),
    m: instead(() => picks?.merge()),
    q: instead(() => picks && location.assign("/questions")),
    "?": instead(() => help.showModal()),
    Escape: () => {
      if (document.activeElement?.closest("#filters")) {
        at("scroller").focus();
      } else {
        list.select(null);
        picks?.clear();
      }
    },
  });
}

/**
 * Ages grow, and the clock goes.
 *
 * @param {Names} names
 * @param {List} list
 */
function ticking(names, list) {
  const time = clock(names.zone);
  const tick = () => {
    at("clock").textContent = time();
  };
  tick();
  setInterval(tick, SECOND_MS);
  setInterval(() => list.draw(), MINUTE_MS);
}

void main();
