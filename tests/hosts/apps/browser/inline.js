import * as waxseal from "waxseal/inline";
import { answer } from "./count.js";

answer(waxseal);
