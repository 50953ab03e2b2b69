import { uncommitted } from "./uncommitted.js";

export default {
  fetch: (request) => Response.json(uncommitted(Number(new URL(request.url).searchParams.get("requests")))),
};
