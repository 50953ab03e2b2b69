// Copies the package next to the page, so that the browser imports the very files that npm ships.
import { cp } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const from = here("../pkg");
const to = here("./public/waxseal");

// Written over, never emptied first: a demo that is running serves from this folder.
for (const folder of ["dist", "inspect", "wasm"]) await cp(`${from}/${folder}`, `${to}/${folder}`, { recursive: true });
