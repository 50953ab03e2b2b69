// @ts-check
// What a caller can hand over: anything there is, what is made to be in the way, and values that are terms.

import fc from "fast-check";
import { Atom, Float, Opaque, TermMap, Tuple } from "waxseal/term";
import { WaxsealError } from "waxseal";

/** The caller's own error: it may come out as it is. */
export class Boom extends Error {}

const boom = () => {
  throw new Boom("boom");
};

/** Made anew each time, as some can be used once. @type {(() => unknown)[]} */
const MADE = [
  () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  () => {
    const { proxy, revoke } = Proxy.revocable(() => {}, {});
    revoke();
    return proxy;
  },
  ...["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf"].flatMap((trap) => [{ a: 1 }, [1], () => {}].map((target) => () => new Proxy(target, { [trap]: boom }))),
  () => Object.defineProperty({}, "a", { enumerable: true, get: boom }),
  () => Object.defineProperty({ b: 1 }, "then", { enumerable: true, get: boom }),
  () => Object.defineProperty([], "length", { value: 2 ** 31 }),
  () => new Proxy([], { get: (_, name) => (name === "length" ? 2 ** 40 : Reflect.get([], name)) }),
  ...[Atom, Float, Opaque, TermMap, Tuple, Map, Date, Uint8Array, Promise, Boolean].map((made) => () => Object.create(made.prototype)),
  () => new (class extends Uint8Array {
    /** @override */
    get length() {
      return 1e9;
    }
  })([255, 1]),
  () => {
    const bytes = new Uint8Array(8);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    return bytes;
  },
  () => new Uint8Array(new SharedArrayBuffer(4)),
  () => new ArrayBuffer(4),
  () => new DataView(new ArrayBuffer(4)),
  () => {
    /** @type {any} */
    const cycle = { a: [] };
    cycle.a.push(cycle);
    return cycle;
  },
  () => new Map([[NaN, 1]]),
  () => new Map([[1, 1], [1n, 2]]),
  () => new Date(NaN),
  () => new Error("an error"),
  () => Promise.resolve({ a: 1 }),
  () => ({ then: (/** @type {any} */ go) => go(1) }),
  () => ({ toJSON: boom, toString: boom, valueOf: boom, [Symbol.toPrimitive]: boom }),
  () => Symbol("a symbol"),
  () => () => {},
  () => async () => {},
  () => class {},
  () => globalThis,
  () => JSON.parse('{"__proto__":{"polluted":1},"constructor":1,"then":2}'),
  () => Object.assign(Object.create({ inherited: 1 }), { own: 1 }),
  () => "\ud800",
  () => "a\0b\r\nc; d",
  () => -0,
  () => 2 ** 53,
  () => 2n ** 70_000n,
  () => new Proxy({ a: 1 }, {}),
  () => new Request("http://app.test/"),
  () => new Headers({ cookie: "a=1" }),
];

/** Functions that make one: what generates them looks into what it has generated. */
const made = fc.constantFrom(...MADE);

const whole = fc.anything({
  withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withSparseArray: true, withObjectString: true,
  withNullPrototype: true, withBoxedValues: true, withUnicodeString: true, maxDepth: 3,
});

/** Makes anything at all, and things made to be in the way, also inside of others. */
export const anything = fc.oneof(
  { weight: 3, arbitrary: whole.map((value) => () => value) },
  { weight: 2, arbitrary: made },
  { weight: 1, arbitrary: made.map((make) => () => [make()]) },
  { weight: 1, arbitrary: made.map((make) => () => ({ a: make() })) },
);

export const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.constantFrom("", "__proto__", "constructor", "then", "toJSON", "0", "-1")).filter((string) => string.isWellFormed());

/** What JSON has, and comes back as it went in. */
export const plain = fc.jsonValue({ maxDepth: 3, stringUnit: "grapheme" }).map((value) => JSON.parse(JSON.stringify(value).replace(/(?<![\d"a-z])-0(?![\d.e])/g, "0")));

/** A float that is whole is a number, and so an integer when it is written again. */
const double = fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: true });

/** Terms of every kind. */
export const term = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(null, true, false, 0, 255, 256, -1, 2 ** 31, 2n ** 64n, -(2n ** 200n)), fc.maxSafeInteger(), fc.bigInt(),
    double, text, fc.uint8Array({ maxLength: 40 }),
    fc.string({ maxLength: 20 }).filter((name) => !["nil", "true", "false"].includes(name)).map((name) => new Atom(name)), double.map((value) => new Float(value)),
  ),
  any: fc.oneof({ depthSize: "small" }, tie("leaf"), fc.array(tie("any"), { maxLength: 6 }), fc.array(tie("any"), { maxLength: 6 }).map((items) => Tuple.from(items)),
    fc.dictionary(text, tie("any"), { maxKeys: 6, noNullPrototype: true }), fc.array(fc.tuple(tie("any"), tie("any")), { maxLength: 5 }).map((pairs) => new Map(/** @type {any} */ (pairs)))),
})).any;

/** @param {() => any} run @returns {{ value?: any, error?: any, failed: boolean }} */
export function tried(run) {
  try {
    return { value: run(), failed: false };
  } catch (error) {
    return { error, failed: true };
  }
}

/** @param {() => any} run @returns {Promise<{ value?: any, error?: any, failed: boolean }>} */
export async function triedLater(run) {
  try {
    return { value: await run(), failed: false };
  } catch (error) {
    return { error, failed: true };
  }
}

/** An error of ours with one of these codes, or the caller's own. @param {any} error @param {...string} codes */
export function mustBe(error, ...codes) {
  if (error instanceof Boom) return;
  if (!(error instanceof WaxsealError)) throw new Error(`threw ${error?.stack ?? String(error)}`);
  if (!codes.includes(error.code)) throw new Error(`threw ${error.code}, not ${codes}: ${error.stack}`);
}
