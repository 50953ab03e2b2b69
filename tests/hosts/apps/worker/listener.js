import { count } from "./sessions.js";

addEventListener("fetch", (event) => event.respondWith(count(event.request)));
