// @ts-check
// Hears of changes, and says whether it still does.

/** @typedef {import("./store.js").Row} Row */
/** @typedef {{rows: Row[], gone: string[]}} Changes */
/** @typedef {"connecting" | "live" | "lost"} State */

/** The server beats every 4 s, or says that it hears nothing itself. */
const SILENT_MS = 12_000;
const AGAIN_MS = 2_000;
const WATCH_MS = 1_000;

const WORDS = { connecting: "menyambung", live: "langsung", lost: "terputus" };

/**
 * Follow all changes after what the page tells, for as long as it is open. The server writes the mark up to which it tells
 * into a page that it fills itself; else, and when too much was missed, `load` is asked, until it succeeds.
 *
 * @param {object} told
 * @param {() => Promise<string>} told.load Load all anew; the mark from which to follow.
 * @param {(changes: Changes) => void | Promise<unknown>} told.changed Where it fails all is loaded anew.
 * @param {string} [query] What else the server is asked.
 * @returns {() => Promise<void>} to load all anew for another reason
 */
export function follow({ load, changed }, query = "") {
  /** @type {EventSource | null} */
  let source = null;
  let heard = performance.now();
  /** @type {State} */
  let now = "connecting";
  let beginning = false;
  let first = document.body.dataset.mark ?? "";

  /** @param {State} next */
  const be = (next) => {
    if (next !== now) {
      now = next;
      show(next);
    }
  };

  const alive = () => {
    heard = performance.now();
    be("live");
  };

  const begin = async () => {
    if (beginning) {
      return;
    }
    beginning = true;
    source?.close();
    source = null;
    for (;;) {
      try {
        open(first || (await load()));
        first = "";
        break;
      } catch {
        be("lost");
        await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
    }
    beginning = false;
  };

  /** @param {string} mark */
  const open = (mark) => {
    heard = performance.now();
    const opened = new EventSource(`/live/changes?since=${encodeURIComponent(mark)}${query}`);
    source = opened;
    opened.addEventListener("changes", (event) => {
      alive();
      const { rows, gone } = JSON.parse(event.data);
      if (rows.length || gone.length) {
        Promise.resolve(changed({ rows, gone })).catch(begin);
      }
    });
    opened.addEventListener("beat", alive);
    opened.addEventListener("stale", () => be("lost"));
    opened.addEventListener("reload", begin);
    opened.addEventListener("error", () => {
      // The browser tries again by itself, unless the server refused: then it is a session that ended, or full.
      if (opened.readyState === EventSource.CLOSED) {
        be("lost");
        setTimeout(begin, AGAIN_MS);
      }
    });
  };

  setInterval(() => {
    if (performance.now() - heard > SILENT_MS) {
      be("lost");
    }
  }, WATCH_MS);
  show(now);
  void begin();
  return begin;
}

/**
 * Show the state in the header of the page.
 *
 * @param {State} state
 */
function show(state) {
  const place = document.getElementById("live");
  const words = document.getElementById("live-words");
  if (place && words) {
    place.dataset.state = state;
    words.textContent = WORDS[state];
  }
}

/**
 * JSON from the server. Whose session ended is led to sign in.
 *
 * @param {string} url
 */
export async function json(url) {
  const answer = await fetch(url);
  if (answer.status === 401) {
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  if (!answer.ok) {
    throw new Error(`${url}: ${answer.status}`);
  }
  return answer.json();
}

/**
 * A page as the server tells it now. Whose session ended is led to sign in.
 *
 * @param {string} address
 */
export async function fresh(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (answer.redirected) {
    location.reload();
  }
  if (!answer.ok) {
    throw new Error(`${answer.status}`);
  }
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}
