import { startLines } from "./lines.js";

export const title = "Node";
export const version = process.versions.node;
export const command = [process.execPath];
export const start = () => startLines(command, "node");
