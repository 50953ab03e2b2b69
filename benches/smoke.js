// The harness itself: every contestant, in Node, reads what it wrote and refuses what was forged, in every job and size; and
// those who say that they make waxseal's very tokens do. Under load each counts its visitors apart.

import { filesFor } from "./contestants/list.js";
import { smoke } from "./load/smoke.js";
import { JOBS, layerOf, prepare } from "./jobs.js";
import { SIZES, sessionsOf } from "./payloads.js";

const contestants = await Promise.all(filesFor.node.map((file) => import(`./contestants/${file}.js`)));
let [passed, failed] = [0, 0];
async function test(title, body) {
  try {
    await body();
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`${title}: ${error.message}`);
  }
}

for (const contestant of contestants) {
  for (const size of SIZES) {
    for (const job of JOBS.filter((one) => contestant.layers.includes(layerOf(one)))) {
      await test(`${contestant.name}, ${contestant.kind}, ${size} bytes, ${job}`, async () => (await prepare(contestant, size, job))(1));
    }
  }
}
for (const contestant of contestants.filter(({ sameFormat }) => sameFormat)) {
  await test(`${contestant.name}, ${contestant.kind}: waxseal's format`, async () => {
    const text = JSON.stringify(sessionsOf(327)[0]);
    const ours = contestants.find(({ name, kind }) => name === "waxseal" && kind === contestant.kind).setup();
    const made = await (await contestant.setup()).sign(text);
    if (ours.verify(made) !== text) throw new Error("waxseal does not read it");
    // What is encrypted differs by its nonce.
    if (contestant.kind === "signed" && made !== ours.sign(text)) throw new Error(`${made}, not ${ours.sign(text)}`);
  });
}
const load = await smoke();
passed += load.passed;
failed += load.failed;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && load.passed > 0 ? 0 : 1);
