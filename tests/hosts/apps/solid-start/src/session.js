import { getRequestEvent } from "solid-js/web";

/** The session of the request that is being answered. */
export const session = () => getRequestEvent().nativeEvent.context.session;
