export const DONE = -1;
export const SPLIT = -2;

// Kept from the start, so that a page that replaces fetch later does not see our beacons.
const { fetch } = window;

/**
 * Posts one beacon, as text/plain, which is what browsers make of a string and which spares the
 * preflight. Never rejects.
 *
 * @param leaving whether the page may be gone before the answer comes
 * @returns what is to be done: `DONE` when it was delivered or refused for good; `SPLIT` when an
 *   event has the wrong shape, which makes the collector refuse all of them; otherwise the seconds
 *   that the collector asks to wait before it is sent again, 0 when it does not say
 */
export async function send(endpoint: string, body: string, leaving?: boolean): Promise<number> {
  try {
    // Without keepalive (Firefox before 133) a request ends with its page.
    if (leaving && !("keepalive" in Request.prototype) && navigator.sendBeacon(endpoint, body)) {
      return DONE;
    }
    const response = await fetch(endpoint, {
      method: "POST",
      body,
      credentials: "omit",
      keepalive: true,
    });
    const { status, headers } = response;
    // Until the answer is read, Chromium counts the request against its limit of 64 KB.
    await response.text();
    if (status == 429 || status >= 500) return +headers.get("Retry-After")! || 0;
    return status == 400 ? SPLIT : DONE;
  } catch {
    return 0;
  }
}
