// @ts-check
// Tests by group, and the assertions they are made of. A test without an assertion fails.

let assertions = 0;

/**
 * What the suite counts in. `report` is told of every test: `{ group, name, error? }`.
 * @param {(event: { group: string, name: string, error?: unknown }) => void} report
 */
export function recorder(report) {
  /** @type {Record<string, { passed: number, failed: number }>} */
  const counts = {};
  return {
    counts,
    /** @param {string} group */
    group(group) {
      const count = (counts[group] ??= { passed: 0, failed: 0 });
      /** @param {string} name @param {() => unknown} body */
      return async function test(name, body) {
        const before = assertions;
        try {
          await body();
          if (assertions === before) throw new Error("nothing was asserted");
          count.passed++;
          report({ group, name });
        } catch (error) {
          count.failed++;
          report({ group, name, error });
        }
      };
    },
  };
}

/** @param {unknown} condition @param {string} what */
export function ok(condition, what) {
  assertions++;
  if (!condition) throw new Error(what);
}

/** Equal as `Object.is` has it; bytes are compared by value. @param {unknown} actual @param {unknown} expected @param {string} what */
export function equal(actual, expected, what) {
  const same =
    actual instanceof Uint8Array && expected instanceof Uint8Array
      ? actual.length === expected.length && actual.every((byte, at) => byte === expected[at])
      : Object.is(actual, expected);
  ok(same, `${what}: got ${show(actual)}, expected ${show(expected)}`);
}

/** Throws or rejects with an error of this code; gives the error. @param {() => unknown} body @param {string} code @param {string} what */
export async function fails(body, code, what) {
  let error, result;
  try {
    result = await body();
  } catch (thrown) {
    error = thrown;
  }
  ok(error !== undefined, `${what}: expected ${code}, got ${show(result)}`);
  ok(error instanceof Error, `${what}: threw ${show(error)}, which is no Error`);
  const got = /** @type {{ code?: unknown }} */ (error).code;
  ok(got === code, `${what}: expected ${code}, got ${show(got)}: ${error}`);
  return /** @type {Error & { code: string }} */ (error);
}

/** A value in a few words, for a failure's text. @param {unknown} value */
export function show(value) {
  const text =
    value instanceof Uint8Array
      ? `bytes ${Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("")}`
      : typeof value === "bigint"
        ? `${value}n`
        : typeof value === "string"
          ? JSON.stringify(value)
          : Object.is(value, -0)
            ? "-0"
            : value instanceof Map
              ? `Map(${value.size})`
              : value !== null && typeof value === "object"
                ? safeJson(value)
                : String(value);
  return text.length > 400 ? `${text.slice(0, 400)}… (${text.length} characters)` : text;
}

/** @param {object} value */
function safeJson(value) {
  try {
    return `${value.constructor?.name ?? "object"} ${JSON.stringify(value, (_, part) => (typeof part === "bigint" ? `${part}n` : part))}`;
  } catch {
    return Object.prototype.toString.call(value);
  }
}
