import { count } from "../sessions.js";

export default (event) => count(event.req);
