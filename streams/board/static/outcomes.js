// @ts-check
// Sends corrections, and shows what becomes of each.

const POLL_MS = 400;
/** Workers answer within a second or two; who waits longer is told where to look. */
const PATIENCE_MS = 30_000;
const SHOWN_MAX = 4;

/** @typedef {{id: string, result: string, incidents: string[]}} Outcome */

/**
 * @param {string} words What it is, for a person.
 * @param {string[][]} fields Of `POST /corrections`, without `id` and `csrf`.
 * @returns {Promise<Outcome>} once it is `applied` or `refused`, or nothing more is heard of it
 */
export async function correct(words, fields) {
  const line = added(words);
  const form = new URLSearchParams([...fields, ["id", crypto.randomUUID()]]);
  for (;;) {
    const sent = await send(form);
    if (sent.ok) {
      return followed(sent.id, line);
    }
    say(line, sent.words, "refused");
    if (!sent.again) {
      return { id: "", result: "refused", incidents: [] };
    }
    await again(line);
    say(line, "mengirim lagi…", "sent");
  }
}

/**
 * @param {URLSearchParams} form
 * @returns {Promise<{ok: true, id: string} | {ok: false, words: string, again: boolean}>}
 */
async function send(form) {
  const csrf = document.querySelector("meta[name=csrf]")?.getAttribute("content") ?? "";
  try {
    const answer = await fetch("/corrections", { method: "POST", body: form, headers: { "X-CSRF-Token": csrf } });
    const said = await answer.json();
    // The same again is the same correction, so it may be sent however often nobody knows what became of it.
    return answer.ok
      ? { ok: true, id: said.id }
      : { ok: false, words: said.words.join(" "), again: answer.status >= 500 };
  } catch {
    return { ok: false, words: "papan tidak menjawab", again: true };
  }
}

/**
 * @param {string} id
 * @param {HTMLElement} line
 * @returns {Promise<Outcome>}
 */
async function followed(id, line) {
  const until = performance.now() + PATIENCE_MS;
  say(line, "dikirim", "sent");
  for (;;) {
    const said = await asked(id);
    if (said && said.result !== "sent") {
      say(line, said.words, said.result);
    }
    if (said && (said.result === "applied" || said.result === "refused")) {
      return said;
    }
    if (performance.now() > until) {
      say(line, "dikirim; belum terdengar hasilnya, lihat garis waktu insidennya", "sent");
      return { id, result: said?.result ?? "sent", incidents: [] };
    }
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

/** @param {string} id */
async function asked(id) {
  try {
    const answer = await fetch(`/corrections/${encodeURIComponent(id)}`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** @param {string} words */
function added(words) {
  const line = document.createElement("li");
  line.append(document.createElement("strong"), " ", document.createElement("span"));
  line.children[0].textContent = `${words}:`;
  say(line, "mengirim…", "sent");
  const list = /** @type {HTMLElement} */ (document.getElementById("outcomes"));
  list.append(line);
  while (list.children.length > SHOWN_MAX) {
    list.firstElementChild?.remove();
  }
  return line;
}

/**
 * @param {HTMLElement} line
 * @param {string} words
 * @param {string} result
 */
function say(line, words, result) {
  line.dataset.result = result;
  line.children[1].textContent = words;
}

/**
 * Until somebody wants it sent again.
 *
 * @param {HTMLElement} line
 */
function again(line) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Kirim lagi";
  line.append(button);
  return new Promise((done) => {
    button.addEventListener("click", () => {
      button.remove();
      done(undefined);
    });
  });
}
