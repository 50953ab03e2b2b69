import { deno } from "../../tests/runtimes.js";
import { startLines, versionOf } from "./lines.js";

export const title = "Deno";
export const version = versionOf([deno, "--version"]);
export const command = [deno, "run", "--allow-all", "--no-prompt", "--no-lock"];
export const start = () => startLines(command, "deno");
