import type { KvAdapter } from "../index.d.ts";

/** This process's memory: for tests, and for servers of one process. Strong and atomic; gone at a restart. */
export declare function memoryKV(): KvAdapter & {
  /** How many records there are, the marks of sessions that ended in the last ten minutes among them. */
  readonly size: number;
  /** All keys and records. */
  entries(): IterableIterator<[key: string, value: Uint8Array]>;
};
