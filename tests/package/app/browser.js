import { count } from "./count.js";

const post = (result) => fetch("/result", { method: "POST", body: JSON.stringify(result) });
count().then(post, (error) => post(String(error)));
