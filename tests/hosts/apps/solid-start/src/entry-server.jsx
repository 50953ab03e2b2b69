import { StartServer, createHandler } from "@solidjs/start/server";
import { pathOf, spec } from "./walk.js";

const document = ({ assets, children, scripts }) => (
  <html lang="en">
    <head>{assets}</head>
    <body>
      <div id="app">{children}</div>
      {scripts}
    </body>
  </html>
);

// A page's head waits for what it reads.
const app = createHandler(() => <StartServer document={document} />, { mode: "async" });
if (spec) {
  app.config.silent = true;
  app.config.onError = (error, event) => {
    event.res.status = error.status;
    return event.context.session ? spec.errorPage(event.context.session, pathOf(event.req)) : "sorry";
  };
}
export default app;
