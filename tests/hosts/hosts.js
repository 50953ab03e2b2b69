// @ts-check
// The hosts: how each builds an app of the packed tarball, and runs it.

import { browsers } from "./browsers.js";
import { bundles } from "./bundles.js";
import { next } from "./next.js";
import { nextSession } from "./next_session.js";
import { servers } from "./servers.js";
import { starts } from "./starts.js";
import { workers } from "./workers.js";

/** @typedef {Record<string, { app: string, try(app: import("./app.js").App): Promise<void> }>} Hosts `app`: one of apps/ */

// What takes longest comes first.
/** @type {Hosts} */
export const HOSTS = { ...next, ...nextSession, ...servers, ...starts, ...workers, ...browsers, ...bundles };
