// @ts-check
// Serves one driver's app in this runtime: `serve.js FILE DRIVER STORE STATE`. Says where it is, and what it has.

import { sharedService } from "./drivers/elsewhere.js";
import { specOf } from "./stores.js";

const [file, name, store, state] = process.argv.slice(2);
const { [name]: driver } = await import(`./drivers/${file}`);
const service = sharedService(state);
const app = await driver.start(specOf(/** @type {import("./stores.js").Store} */ (store), service), store, service);
console.log(JSON.stringify({ url: app.url, has: app.has }));
