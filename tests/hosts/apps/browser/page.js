import { createSessions } from "waxseal/inline";

const sessions = createSessions({ store: "cookie", key: "_app_key", secretKeyBase: "0123456789abcdef".repeat(4), signingSalt: "a salt" });
const session = sessions.fetch("");
session.put("visits", 1);
const [cookie] = sessions.commit(session).split(";");
const said = `visit ${sessions.fetch(cookie).get("visits")}`;
// A page says it to the test, anything else prints it.
if (globalThis.document) await fetch("/result", { method: "POST", body: JSON.stringify([said]) });
else console.log(said);
