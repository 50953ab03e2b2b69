import { sessionErrors } from "waxseal/node";

const tell = sessionErrors({ isAnswer: (error) => !error.unhandled });

export default defineNitroPlugin(({ hooks }) => {
  hooks.hook("error", (error, { event }) => void (event && tell(error, event.node.req, event.node.res, () => {})));
  // The app's own calls, such as a page's `$fetch`, take an answer when h3 is done with it: until the store has what was changed.
  hooks.hook("afterResponse", ({ node: { res } }) => new Promise((done) => {
    if (!res.headersSent || res.writableFinished) return done();
    res.once("finish", done).once("close", done);
  }));
});
