// All of the demo's tests: what failed in full, and one closing line of counts.
import { run } from "node:test";
import { fileURLToPath } from "node:url";

const files = ["worker.js", "log-out.js", "page.js"].map((file) => fileURLToPath(new URL(file, import.meta.url)));
let passed = 0;
let failed = 0;

// One after the other: each has a workerd of its own, and the last a browser.
for await (const { type, data } of run({ files, concurrency: false })) {
  if (type === "test:stdout" || type === "test:stderr") process.stdout.write(data.message);
  // A file and a test around others are counted by what is in them.
  if (type === "test:pass" && data.details.type !== "suite" && !files.includes(data.name)) passed += 1;
  if (type === "test:fail" && data.details.error?.failureType !== "subtestsFailed") {
    failed += 1;
    console.error(`\nfailed: ${data.name}\n${data.details.error?.cause?.stack ?? data.details.error?.cause ?? data.details.error}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
