import { bun } from "../../tests/runtimes.js";
import { startLines, versionOf } from "./lines.js";

export const title = "Bun";
export const version = versionOf([bun, "--version"]);
export const command = [bun];
export const start = () => startLines(command, "bun");
