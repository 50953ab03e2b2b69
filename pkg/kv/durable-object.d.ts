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
 *
 * An object of another class is known by its answers: a StoreError that is not `retriable`.
 * @throws {ConfigError} what is no namespace of Durable Objects
 */
export declare function durableObjectKV(namespace: SessionsNamespace): KvAdapter;

/**
 * The object's class: `export { WaxsealSessions } from "waxseal/kv/durable-object"`. Of a class that extends it only the keys that
 * begin with `waxseal:` are touched; its alarm, if it has one of its own, calls `super.alarm()`.
 */
export declare class WaxsealSessions {
  /** By this Workers' types tell a Durable Object's class, as `wrangler types` asks of it. There is no such property. */
  readonly __DURABLE_OBJECT_BRAND: never;
  constructor(state: { storage: any }, env?: unknown);
  fetch(request: Platform<"Request">): Promise<Platform<"Response">>;
  alarm(): Promise<void>;
}

/**
 * The same on a base of one's own, for objects that are to take RPC as well:
 * `class Sessions extends sessionsObject(DurableObject) { … }`, with `DurableObject` of `cloudflare:workers`.
 */
export declare function sessionsObject<Base extends abstract new (...args: any[]) => object>(
  base: Base,
): Base & (new (...args: any[]) => { fetch(request: Platform<"Request">): Promise<Platform<"Response">>; alarm(): Promise<void> });
