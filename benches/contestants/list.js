// Who runs where: each file here is one contestant, with `name`, `kind`, `layers` ("token": sign and verify, "session": whole
// sessions), `sameFormat` for the very tokens that waxseal makes, and `setup`.

import process from "node:process";

/** The package of an earlier commit, if one is named: `make bench BASE=COMMIT`. */
const BEFORE = process.env.BASE ? ["signed/before", "encrypted/before"] : [];

const ANYWHERE = [
  ...BEFORE, "signed/waxseal", "signed/bare", "signed/webcrypto", "signed/noble", "signed/hono", "signed/jose", "signed/react-router",
  "encrypted/waxseal", "encrypted/bare", "encrypted/webcrypto", "encrypted/noble", "encrypted/jose", "encrypted/iron-session",
];
/** Reads its Cookie header from a Request, which a browser's script can't make one with. */
const ON_SERVERS = ["encrypted/h3"];
const WITH_NODE_CRYPTO = ["signed/node-crypto", "signed/node-one-shot", "encrypted/node-crypto"];
/** CommonJS. */
const WITH_REQUIRE = ["signed/cookie-signature"];
/** Its cipher is a native add-on. */
const WITH_ADD_ONS = ["encrypted/fastify"];

export const filesFor = {
  node: [...ANYWHERE, ...ON_SERVERS, ...WITH_NODE_CRYPTO, ...WITH_REQUIRE, ...WITH_ADD_ONS],
  workerd: [...ANYWHERE, ...ON_SERVERS, ...WITH_NODE_CRYPTO],
  bun: [...ANYWHERE, ...ON_SERVERS, ...WITH_NODE_CRYPTO, ...WITH_REQUIRE, ...WITH_ADD_ONS],
  deno: [...ANYWHERE, ...ON_SERVERS, ...WITH_NODE_CRYPTO, ...WITH_REQUIRE, ...WITH_ADD_ONS],
  chromium: ANYWHERE,
};
