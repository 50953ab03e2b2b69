// @ts-check
// The Phoenix app's options as its keys are rotated, in two steps: first both sides learn to read by the new key, then they write by
// it. Neighbouring phases may be deployed at once.

const OLD = { secretKeyBase: "old-secret-key-base-".repeat(4), signingSalt: "old salt" };
const NEW = { secretKeyBase: "new-secret-key-base-".repeat(4), signingSalt: "new salt" };
const common = { store: /** @type {const} */ ("cookie"), key: "_shop_key", sameSite: /** @type {const} */ ("Lax"), log: /** @type {const} */ (false) };

/** @param {boolean} isEncrypted */
export function phases(isEncrypted) {
  const [old, next] = [OLD, NEW].map((keys) => ({ ...keys, ...(isEncrypted ? { encryptionSalt: `${keys.signingSalt} of encryption` } : {}) }));
  return [
    { ...common, ...old },
    { ...common, ...old, rotatingOptions: [next] },
    { ...common, ...next, rotatingOptions: [old] },
    { ...common, ...next },
  ];
}

/** Which options a request's layers have: "signed" or "encrypted", the edge's phase, the origin's. */
export const HEADER = "x-walk";
