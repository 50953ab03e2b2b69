import * as waxseal from "./node_modules/waxseal/dist/inline.js";
import { answer } from "./count.js";

answer(waxseal);
