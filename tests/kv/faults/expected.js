// @ts-check
// The table: what comes of each activity when an operation of the service goes wrong. `seen` is as `cells.js` puts it: how the
// request ended; the session under the cookie of before; that under the cookie given; and after an arrow the same once a failed
// commit was tried again. A session is there with a=1; what is written is b=2.

/** Without a fault, and with one that is never reached. */
export const USUAL = {
  read: "ok; a1; -",
  write: "ok; a1 b2; -",
  renew: "ok, new cookie; none; a1 b2",
  drop: "ok, cookie deleted; none; -",
  create: "ok, new cookie; -; b2",
  touch: "ok; a1; -",
};

/** The service can't be had: never taken for "there is no session". @param {string} seen */
const outage = (seen) => ({ throws: seen, rejects: seen, "times out": seen, "never settles": seen, "rate-limited": seen });

/** A read that fails is a StoreError in every activity, and nothing is written. @param {Record<string, string>} others */
const get = (others) => ({ ...outage("StoreError get; a1; -"), "wrong type": "StoreError get for good; a1; -", ...others });

/** What can't be read is no session, and is not written over. @param {string} seen */
const unreadable = (seen) => ({ truncated: seen, "bit-flipped": seen, lost: seen });

const WRITTEN_AGAIN = "StoreError put; a1; - → ok; a1 b2; -";
const RENEWED_AGAIN = "StoreError put; a1; - → ok, new cookie; none; a1 b2";
const CREATED_AGAIN = "StoreError put; -; - → ok, new cookie; -; b2";

/** Where a cell is not listed, it is as usual. @type {Record<string, Record<string, Record<string, string>>>} */
export const EXPECTED = {
  read: { get: get({}) },
  touch: {
    get: get({}),
    // A touch that fails fails nobody's request. What is damaged on its way into the service is found at the next read.
    touch: { truncated: "ok; none; -", "bit-flipped": "ok; none; -" },
  },
  write: {
    get: get(unreadable("ok, new cookie; a1; b2")),
    put: {
      ...outage(WRITTEN_AGAIN),
      // It arrived after all: trying again finds its own change there, and makes it once more.
      "times out": "StoreError put; a1 b2; - → ok; a1 b2; -",
      "wrong type": "StoreError put for good; a1; - → ok; a1 b2; -",
      truncated: "ok; none; -",
      "bit-flipped": "ok; none; -",
      lost: "ok; a1; -",
    },
  },
  renew: {
    get: get(unreadable("ok, new cookie; a1; b2")),
    put: {
      ...outage(RENEWED_AGAIN),
      "wrong type": "StoreError put for good; a1; - → ok, new cookie; none; a1 b2",
      stale: RENEWED_AGAIN,
      truncated: "ok, new cookie; none; none",
      "bit-flipped": "ok, new cookie; none; none",
      lost: "ok, new cookie; none; none",
    },
    // The new record is taken back.
    retire: {
      ...outage(RENEWED_AGAIN),
      "wrong type": "StoreError put for good; a1; - → ok, new cookie; none; a1 b2",
      // What arrives after the request had failed finds a record that was written anew since, and is refused.
      "times out": RENEWED_AGAIN,
      // A service that says it wrote and didn't can't be found out by asking it.
      lost: "ok, new cookie; a1; a1 b2",
    },
  },
  drop: {
    // What can't be opened is ended all the same.
    get: get({}),
    put: {
      // Where the mark is refused, the record goes without one.
      "times out": "StoreError put; none; - → ok, cookie deleted; none; -",
      "never settles": "StoreError put; a1; - → ok, cookie deleted; none; -",
      lost: "ok, cookie deleted; a1; -",
    },
  },
  create: {
    put: {
      ...outage(CREATED_AGAIN),
      "wrong type": "StoreError put for good; -; - → ok, new cookie; -; b2",
      stale: CREATED_AGAIN,
      truncated: "ok, new cookie; -; none",
      "bit-flipped": "ok, new cookie; -; none",
      lost: "ok, new cookie; -; none",
    },
  },
};
