import { ActionError, defineAction } from "astro:actions";

// Each puts, and ends in one way or another.
const action = (end) => defineAction({
  accept: "form",
  handler(_input, { locals: { session } }) {
    session.put("acted", 1);
    return end();
  },
});

export const server = {
  done: action(() => "done"),
  denied: action(() => { throw new ActionError({ code: "FORBIDDEN" }); }),
  boom: action(() => { throw new Error("boom"); }),
};
