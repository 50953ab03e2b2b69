// Who is who in a cell's rows.

export const OURS = "waxseal";
/** No peer: the build of an earlier commit. */
export const BEFORE = "waxseal before";
/** No peer: what waxseal's own work is measured by (`benches/bare`). */
export const LIMIT = "bare WebAssembly";

export const KINDS = ["signed", "encrypted"];

/** What a platform brings along, and so no library. */
const PLATFORM = ["node:crypto", "node:crypto, one-shot", "WebCrypto"];

export const isPeer = ({ name }) => !name.startsWith(OURS) && !name.startsWith(LIMIT);
export const isLibrary = (row) => isPeer(row) && !PLATFORM.includes(row.name);

/** @param {any[]} rows */
export const bestOf = (rows, isWanted = isPeer) => rows.filter((row) => isPeer(row) && isWanted(row)).reduce((low, row) => (row.ratio < low.ratio ? row : low));
export const rowOf = (rows, name) => rows.find((row) => row.name === name);

/** Of those who start cold: milliseconds over an empty module. */
export const startOf = (starters, name, kind) => starters.find((one) => one.name === name && one.kind === kind).over;

/** @param {any} runtime @param {{ kind: string, job: string, size: number }} what @returns {any[]} the rows of one cell */
export const rowsOf = ({ cells }, { kind, job, size }) => cells.find((one) => one.kind === kind && one.job === job && one.size === size).rows;
