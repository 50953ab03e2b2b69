import { createServer } from "node:http";
import { count } from "./sessions.js";

createServer(async (request, response) => {
  const answer = await count(new Request(`http://127.0.0.1${request.url}`, { headers: { cookie: request.headers.cookie ?? "" } }));
  response.writeHead(answer.status, { "set-cookie": answer.headers.getSetCookie() }).end(await answer.text());
}).listen(Number(process.env.PORT), "127.0.0.1");
