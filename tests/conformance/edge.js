// @ts-check
// The suite as an edge function, in the runtime's own form: a listener for fetch events.

import { all } from "./all.js";

addEventListener("fetch", (/** @type {any} */ event) => {
  event.respondWith(all().then((result) => Response.json(result), (error) => new Response(error.stack, { status: 500 })));
});
