// @ts-check
// Atoms. The same name is the same Atom, so that they compare.

/** Marks the classes of terms: those of another copy of this package have it, too. */
export const TERM = Symbol.for("waxseal.term");

/** The atoms there are, by their names. They are let go of when nobody else holds them: names come out of cookies. @type {Map<string, WeakRef<Atom> | Atom>} */
const atoms = new Map();

/** When so many are known, those that are gone are forgotten. Where there is no WeakRef (on Workers of old compatibility dates), no more are remembered. */
const LEAST = 4096;
const hasWeakRef = typeof WeakRef === "function";
let most = LEAST;

/** An atom other than nil, true and false, which are null, true and false. */
export class Atom {
  /** @param {string} name */
  constructor(name) {
    const isOurs = isAtom(new.target) && typeof name === "string";
    const known = isOurs ? held(name) : undefined;
    if (known) return known;
    /** @type {string} @readonly */
    this.name = name;
    Object.freeze(this);
    if (isOurs) hold(this);
  }

  /** @returns {"atom"} */
  get [TERM]() {
    return "atom";
  }

  toString() {
    return `:${this.name}`;
  }

  toJSON() {
    return this.name;
  }
}

/** Not in the class: one that names itself is given another name by bundlers, and printed by it. @param {unknown} target */
function isAtom(target) {
  return target === Atom;
}

/** @param {string} name @returns {Atom | undefined} */
function held(name) {
  const known = atoms.get(name);
  return known === undefined || known instanceof Atom ? known : known.deref();
}

/** @param {Atom} atom */
function hold(atom) {
  if (atoms.size >= most) {
    if (!hasWeakRef) return;
    for (const name of atoms.keys()) if (!held(name)) atoms.delete(name);
    most = Math.max(LEAST, 2 * atoms.size);
  }
  atoms.set(atom.name, hasWeakRef ? new WeakRef(atom) : atom);
}

/** The value that stands for an atom. @param {string} name @returns {Atom | null | boolean} */
export function atomOf(name) {
  if (name === "nil") return null;
  return name === "true" || (name === "false" ? false : new Atom(name));
}
