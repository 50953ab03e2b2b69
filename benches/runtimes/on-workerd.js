// A contestant's turns in workerd: whoever asks takes the time, as a Worker's clock stands still while it works.

import { turns } from "../turns.js";

export default (contestants) => {
  const turn = turns(contestants);
  return {
    async fetch(request) {
      const ask = await request.json();
      try {
        if (ask.who) return Response.json(contestants.map(({ name, kind, layers, sameFormat }) => ({ name, kind, layers, sameFormat })));
        await turn(ask);
        return new Response("done");
      } catch (error) {
        return new Response(String(error), { status: 500 });
      }
    },
  };
};
