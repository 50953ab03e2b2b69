// @ts-check
// The package as npm packs it: what is in it, and every tool that is to work with it.

import { recorder } from "../conformance/check.js";
import { collector, print } from "../conformance/print.js";
import { command } from "./command.js";
import { inside } from "./inside.js";
import { Project } from "./project.js";
import { tools } from "./tools.js";
import { wrangler } from "./wrangler.js";

const { failures, report } = collector();
const { counts, group } = recorder(report);
const project = await Project.create();
try {
  for (const [name, run] of Object.entries(inside)) await group("the tarball")(name, () => run(project));
  for (const [name, run] of Object.entries(command)) await group("the command")(name, () => run(project));
  for (const [name, run] of Object.entries({ ...tools, ...wrangler })) await group("tools")(name, () => run(project));
} finally {
  await project.remove();
}
process.exitCode = print(counts, failures) ? 0 : 1;
