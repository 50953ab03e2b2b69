/**
 * Contract suites for adapters and stores, one's own among them: plain lists of named tests, for any test runner and any
 * runtime.
 *
 * @example
 * ```js
 * import { test } from "node:test";
 * import { adapterSuite } from "waxseal/conformance";
 *
 * for (const { name, run } of adapterSuite(() => myKV(client))) test(name, run);
 * ```
 */

import type { Conn, KvAdapter, MaybePromise, SessionStore } from "./index.d.ts";

/** One test: it rejects if it fails. */
export interface Test {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** What the suite can't do by itself. */
export interface AdapterSuiteOptions {
  /** Makes the service's clock go on, by seconds; without it, that records go after their time is not tested. */
  advance?(seconds: number): unknown;
  /**
   * The adapter over clients that fail, by what is wrong with them: one that does not confirm a write, one that answers what makes
   * no sense. Each put has to throw then: a "no" would be a lost write, a "yes" a session that is nowhere.
   */
  broken?: Record<string, () => MaybePromise<KvAdapter>>;
  /** The adapter over a client that was closed: each operation has to throw then, as a null would log out whoever asks. */
  closed?: () => MaybePromise<KvAdapter>;
}

/**
 * What the key-value store needs of an adapter. `makeAdapter` is called once for each test; what it makes may share one
 * service: each test writes under keys of its own. The suite ends whatever the adapter does: an operation has a minute, and writers
 * that say false to one another have a quarter of one.
 */
export declare function adapterSuite(makeAdapter: () => MaybePromise<KvAdapter>, options?: AdapterSuiteOptions): Test[];

/** A store, and what its calls are to be given. */
export interface StoreUnderTest {
  store: SessionStore;
  /** For its `init`. */
  options?: any;
  conn?: Conn;
  /** A cookie's value of the right shape that the store never gave; 43 letters by default. */
  unknown?: string;
  /** The session is in the cookie itself: there is nothing to delete. */
  inCookie?: boolean;
}

/** The contract, `Plug.Session.Store`. `makeStore` is called once for each test. */
export declare function storeSuite(makeStore: () => MaybePromise<StoreUnderTest>): Test[];

/** Runs tests one after the other, for who has no test runner at hand. */
export declare function run(
  tests: readonly Test[],
  report?: (result: { name: string; error?: unknown }) => void,
): Promise<{ passed: number; failed: number }>;
