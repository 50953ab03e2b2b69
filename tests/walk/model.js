// @ts-check
// What a browser's session is to be after each step, and what a page is to show: a model of a few lines, nothing of the package.

/** @typedef {{ user: number | null, visits: number, flash: string | null, form: boolean } | null} Model null: no cookie; `form`: a form was shown, so there is a CSRF token */
/** @typedef {{ path: string, counts: boolean, user: number }} Step */

/** @type {Model} */
const EMPTY = Object.freeze({ user: null, visits: 0, flash: null, form: false });

/**
 * The session that a browser has after a step, from the one it sent; undefined if no cookie is set.
 * @param {Model} sent @param {Step} step @returns {Model | undefined}
 */
export function after(sent, { path, counts, user }) {
  const before = sent ?? EMPTY;
  // The origin is given what the edge put, and answers with a session of its own; the edge puts it again on that.
  const visits = counts ? before.visits + 1 : before.visits;
  const touched = counts ? { ...before, visits } : undefined;
  switch (path) {
    case "/edge/log-in": return { ...EMPTY, user };
    case "/edge/log-out": return sent === null ? undefined : null;
    case "/edge/fails": return undefined;
    case "/log-in": return { ...EMPTY, user, visits: counts ? visits : 0 };
    case "/log-out": return { ...EMPTY, visits: counts ? visits : 0 };
    case "/drop": return sent === null && !counts ? undefined : null;
    case "/flash": return { ...before, visits, flash: "saved" };
    case "/form": return before.form && before.flash === null ? touched : { ...before, visits, flash: null, form: true };
    case "/stream": return { ...before, visits };
    case "/page": return before.flash === null ? touched : { ...before, visits, flash: null };
    default: return touched;
  }
}

/** What a page shows. @param {Model} sent @param {Step} step */
export function shown(sent, { counts }) {
  const before = sent ?? EMPTY;
  return { user: before.user, visits: before.visits + (counts ? 1 : 0), flash: before.flash };
}
