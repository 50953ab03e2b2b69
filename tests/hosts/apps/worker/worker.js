import { count } from "./sessions.js";

export default { fetch: count };
