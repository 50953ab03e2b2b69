// A contestant's turns in a page.

import { turns } from "../turns.js";

export default (contestants) => {
  globalThis.turn = turns(contestants);
  globalThis.contestants = contestants.map(({ name, kind, layers, sameFormat }) => ({ name, kind, layers, sameFormat }));
};
