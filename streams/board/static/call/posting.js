// @ts-check
// Sends the form. A session that ended and was begun anew in another window does not cost what was typed.

/** What the server refused, in its words. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string[]} words
   */
  constructor(status, code, words) {
    super(words.join(" "));
    this.status = status;
    this.code = code;
  }
}

/** @returns {HTMLMetaElement} */
const token = () => /** @type {HTMLMetaElement} */ (document.querySelector('meta[name="csrf"]'));

/**
 * @param {string} address
 * @param {Record<string, string>} fields
 * @returns {Promise<any>} Throws `Refused`, or what `fetch` throws.
 */
export async function post(address, fields) {
  try {
    return await once(address, fields);
  } catch (error) {
    if (!(error instanceof Refused && error.code === "no_csrf")) {
      throw error;
    }
    await renew();
    return once(address, fields);
  }
}

/**
 * @param {string} address
 * @param {Record<string, string>} fields
 */
async function once(address, fields) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRF-Token": token().content },
    body: new URLSearchParams(fields),
  });
  if (!answer.ok) {
    const { code, words } = await answer.json();
    throw new Refused(answer.status, code, words);
  }
  return answer.json();
}

async function renew() {
  const page = await (await fetch(location.href, { headers: { Accept: "text/html" } })).text();
  const found = new DOMParser().parseFromString(page, "text/html").querySelector('meta[name="csrf"]');
  token().content = found?.getAttribute("content") ?? "";
}
