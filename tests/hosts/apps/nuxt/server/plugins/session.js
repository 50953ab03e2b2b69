import { sessionErrors } from "waxseal/node";

const tell = sessionErrors({ isAnswer: (error) => !error.unhandled });

export default defineNitroPlugin(({ hooks }) => {
  hooks.hook("error", (error, { event }) => void (event && tell(error, event.node.req, event.node.res, () => {})));
});
