import type { KvAdapter, Platform } from "../index.d.ts";

/** What is used of a Durable Object namespace. */
export interface SessionsNamespace {
  idFromName(name: string): any;
  get(id: any): { fetch(url: string, init?: any): Promise<any> };
}

/**
 * Durable Objects, one a session: strong and atomic, anywhere. The Worker exports {@link WaxsealSessions}, and its configuration
 * binds the class:
 *
 * ```jsonc
 * "durable_objects": { "bindings": [{ "name": "SESSIONS", "class_name": "WaxsealSessions" }] },
 * "migrations": [{ "tag": "v1", "new_sqlite_classes": ["WaxsealSessions"] }]
 * ```
 */
export declare function durableObjectKV(namespace: SessionsNamespace): KvAdapter;

/** The object's class: `export { WaxsealSessions } from "waxseal/kv/durable-object"`. */
export declare class WaxsealSessions {
  constructor(state: { storage: any }, env?: unknown);
  fetch(request: Platform<"Request">): Promise<Platform<"Response">>;
  alarm(): Promise<void>;
}
