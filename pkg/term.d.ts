/**
 * Erlang's external term format.
 *
 * | Erlang | JavaScript |
 * |---|---|
 * | binary, valid UTF-8 / any other | string / Uint8Array |
 * | integer, safe / larger | number / bigint |
 * | float | number; `new Float(1)` writes 1.0 |
 * | nil, true, false / other atoms | null, true, false / {@link Atom}: the same name is the same Atom |
 * | list, charlist / improper list | Array / {@link Opaque} |
 * | tuple | {@link Tuple} |
 * | map with string keys only / any other map, structs | an ordinary object / {@link TermMap} |
 * | bitstring, pid, reference | {@link Opaque} |
 */

/** What can be written as a term. */
export type Term =
  | null | boolean | number | bigint | string | Uint8Array | Atom | Float | Tuple | Opaque
  | readonly Term[] | { readonly [key: string]: Term } | ReadonlyMap<Term, Term>;

/**
 * An atom other than nil, true and false. The same name is the same Atom: `new Atom("ok") === new Atom("ok")` (where the platform has no
 * WeakRef, for the first 4,096 names). In JSON it is its name.
 */
export declare class Atom {
  constructor(name: string);
  readonly name: string;
  toString(): string;
  toJSON(): string;
}

/** A number to be written as a float even if it is whole. */
export declare class Float {
  constructor(value: number);
  readonly value: number;
  valueOf(): number;
  toJSON(): number;
}

/** A tuple. In JSON it is an array. */
export declare class Tuple {
  constructor(...items: unknown[]);
  /** Of any number of items: a call takes some 60,000 arguments at most. */
  static from(items: Iterable<unknown>): Tuple;
  readonly items: readonly any[];
  readonly length: number;
  [Symbol.iterator](): IterableIterator<any>;
  toJSON(): readonly any[];
}

/**
 * A map whose keys are not all strings, as decoding gives it: structs, `%{id: 1}`, dates. An atom's name stands for the atom, unless the
 * string itself is a key: `map.get("id")` finds what is under `:id`; so with `has`, `set` and `delete`.
 */
export declare class TermMap extends Map<any, any> {
  /** The keys by their names. Numbers are their text, other terms their JSON. Of an atom and a string of one name the string counts. */
  toJSON(): Record<string, any>;
}

/** A term to be moved about but not looked into. */
export declare class Opaque {
  /** @param bytes one term without its version byte */
  constructor(bytes: Uint8Array);
  /** A copy of them. */
  readonly bytes: Uint8Array;
}

/**
 * `term_to_binary/1`. `otp` 26 (the default, and later) writes atoms in UTF-8, 25 what older ones do.
 * @throws {import("./index.d.ts").EncodeError} what is no term, by its path
 */
export declare function encode(value: unknown, options?: { otp?: 25 | 26 }): Uint8Array;

/**
 * `Plug.Crypto.non_executable_binary_to_term/1`: everything but functions and ports, within bounds of depth (2,048), parts
 * (100,000), unfolded size (1 MiB) and integers (8 KiB).
 * @throws {import("./index.d.ts").DecodeError} what is no term, and where
 */
export declare function decode(bytes: Uint8Array): any;
