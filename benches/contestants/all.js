import hono from "./hono.js";
import ironSession from "./iron-session.js";
import jose from "./jose.js";
import noble from "./noble.js";
import node from "./node-crypto.js";
import reactRouter from "./react-router.js";
import waxseal from "./waxseal.js";
import webcrypto from "./webcrypto.js";

export default [
  ...waxseal, ...node, ...webcrypto, ...noble, ...hono, ...jose, ...reactRouter, ...ironSession,
];
