// @ts-check
// Serves one driver's app in this runtime: `serve.js MODULE DRIVER STORE STATE FILE`. Says where it is, and what it has.

import { sharedService } from "./drivers/service.js";
import { specOf } from "./stores.js";

const [module, name, store, state, file] = process.argv.slice(2);
const { [name]: driver } = await import(`./drivers/${module}`);
const service = sharedService(state);
const app = await driver.start(specOf(/** @type {import("./stores.js").Store} */ (store), service, file), store, service);
console.log(JSON.stringify({ url: app.url, has: app.has }));
