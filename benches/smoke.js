// The harness itself: every contestant, in Node, reads what it wrote and refuses what was forged, in every job and size; and
// those who say that they make waxseal's very tokens do.

import { filesFor } from "./contestants/list.js";
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
const ours = contestants.find(({ name, kind }) => name === "waxseal" && kind === "signed");
for (const contestant of contestants.filter(({ sameFormat, kind }) => sameFormat && kind === "signed")) {
  await test(`${contestant.name}: waxseal's format`, async () => {
    const text = JSON.stringify(sessionsOf(327)[0]);
    const [made, wanted] = [await (await contestant.setup()).sign(text), (await ours.setup()).sign(text)];
    if (made !== wanted) throw new Error(`${made}, not ${wanted}`);
  });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
