import { createSessions } from "waxseal";
import { indexedDBKV } from "waxseal/kv/indexeddb";
import { answer } from "./count.js";

answer({ createSessions, indexedDBKV });
