// What a block of SHA-256 takes in node:crypto, in nanoseconds: a program, so that it can be asked with other instructions.

import { hash } from "node:crypto";
import { time } from "./time.js";

const BLOCK = 64;
const bytes = new Uint8Array(1 << 20);
console.log(time(() => hash("sha256", bytes, "hex"), 2) / (bytes.length / BLOCK));
