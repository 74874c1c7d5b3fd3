// @ts-check
// Asks the server while somebody types: one question at a time, the latest text, and only when fingers rest.

const REST_MS = 200;
const AGAIN_MS = 2_000;

/**
 * @template T
 * @param {() => Promise<T>} ask Of what is typed now.
 * @param {(found: T) => void} found
 * @param {(failed: boolean) => void} failing Whether the last question failed; it is asked again then.
 * @returns {() => void} to be called whenever something was typed
 */
export function asking(ask, found, failing) {
  let timer = 0;
  let underWay = false;
  let typed = false;

  const rest = (/** @type {number} */ ms) => {
    clearTimeout(timer);
    timer = setTimeout(go, ms);
  };

  const go = async () => {
    if (underWay) {
      return;
    }
    underWay = true;
    typed = false;
    try {
      const answer = await ask();
      failing(false);
      // What was typed meanwhile asks anew; until then the last answer is better than none.
      found(answer);
    } catch {
      failing(true);
      rest(AGAIN_MS);
    }
    underWay = false;
    if (typed) {
      rest(REST_MS);
    }
  };

  return () => {
    typed = true;
    rest(REST_MS);
  };
}
