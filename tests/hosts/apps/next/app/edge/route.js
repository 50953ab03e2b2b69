import { count } from "../../sessions.js";

export const runtime = "edge";
export const GET = (request) => count(request);
