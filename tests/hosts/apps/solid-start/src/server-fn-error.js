import { getRequestEvent } from "solid-js/web";

export default function onServerFunctionError(thrown) {
  // What is no answer: nothing of what was done before it is kept.
  if (!(thrown instanceof Response)) getRequestEvent().nativeEvent.context.session?.ignore();
}
