import process from "node:process";
import { uncommitted } from "./uncommitted.js";

process.stdout.write(JSON.stringify(uncommitted(Number(process.argv[2]))));
