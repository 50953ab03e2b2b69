import type { Test } from "waxseal/conformance";

/** What a service's file reports to. */
export interface Runner {
  section(group: string, tests: Test[]): Promise<void>;
  elsewhere(group: string, result: { counts: { passed: number; failed: number }; failures: { name: string; error: string }[] }): void;
}
