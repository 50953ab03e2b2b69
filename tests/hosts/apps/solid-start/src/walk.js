// The app that is walked through, if this is served for that.
import { sharedService } from "../package/frameworks/walk/drivers/service.js";
import { specOf } from "../package/frameworks/walk/stores.js";

const [store, state, file] = process.argv.slice(2);
export const spec = store && specOf(store, sharedService(state), file);

/** What the walk asked for. */
export const pathOf = ({ url }) => new URL(url).pathname.slice("/walk".length);
