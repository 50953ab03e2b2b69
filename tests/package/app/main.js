import { count } from "./count.js";

console.log(await count());
