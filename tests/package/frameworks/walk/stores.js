// @ts-check
// The stores that each app is walked through with.

import { createSessions } from "waxseal";
import { memoryKV } from "waxseal/kv/memory";
import { plainConfig } from "../../../conformance/cookie.js";
import { KEY, appSpec } from "./spec.js";

/** @typedef {import("./steps.js").Service} Service */
/** @typedef {"cookie" | "kv"} Store */

/** Memory, as a service that can be far away and can fail. @param {Service} service @returns {import("waxseal").KvAdapter} */
function faultyKV(service) {
  const kv = memoryKV();
  const asked = async () => {
    if (service.delay > 0) await new Promise((done) => setTimeout(done, service.delay));
    if (service.isDown) throw Object.assign(new Error("the service is down"), { retriable: false });
  };
  return {
    capabilities: kv.capabilities,
    get: (key) => asked().then(() => kv.get(key)),
    put(key, value, options) {
      service.writing += 1;
      return asked().then(() => kv.put(key, value, options)).finally(() => (service.writing -= 1));
    },
    delete: (key) => asked().then(() => kv.delete(key)),
  };
}

const { key: _, ...cookieOptions } = plainConfig.sessions;

/** @type {Record<Store, (service: Service) => import("waxseal").Sessions>} */
const CREATE = {
  cookie: () => createSessions({ ...cookieOptions, store: "cookie", key: KEY }),
  kv: (service) => createSessions({ store: "kv", kv: faultyKV(service), key: KEY, log: false, timeout: 2000 }),
};

export const STORES = /** @type {Store[]} */ (Object.keys(CREATE));

/** The app with one of them. @param {Store} store @param {Service} service @param {string} file one that is there to be sent */
export const specOf = (store, service, file) => appSpec(CREATE[store](service), file);
