#!/usr/bin/env bash
# connect-dynamodb 3.0.5: `skipThrowMissingSpecialKeys: false`, written out, is true wherever there are `specialKeys`: it is the other option that is looked at. A session without
# the keys that the app asks for is stored. Run over dynalite 4.0.0.
# Seen: "by default: false; false: true; true: true; stored with false, without its userId: yes".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts connect-dynamodb@3.0.5 express-session@1.19.0 dynalite@4.0.0 @aws-sdk/client-dynamodb@3.1169.0 >/dev/null
cat >skip.cjs <<'JS'
const { once } = require("node:events");
const { promisify } = require("node:util");
const { DynamoDBClient } = require("@aws-sdk/client-dynamodb");
const dynalite = require("dynalite")({ createTableMs: 0 });
const DynamoDBStore = require("connect-dynamodb")(require("express-session"));
(async () => {
  await once(dynalite.listen(0), "listening");
  const client = new DynamoDBClient({ endpoint: `http://127.0.0.1:${dynalite.address().port}`, region: "local", credentials: { accessKeyId: "a", secretAccessKey: "a" } });
  const made = (options) => new DynamoDBStore({ client, specialKeys: [{ name: "userId", type: "S" }], ...options });
  const values = [made({}), made({ skipThrowMissingSpecialKeys: false }), made({ skipThrowMissingSpecialKeys: true })].map((store) => store.skipThrowMissingSpecialKeys);
  const store = made({ skipThrowMissingSpecialKeys: false });
  await store.initialize();
  await promisify(store.set.bind(store))("sid", { cookie: { maxAge: 3_600_000 }, name: "ada" });
  const stored = await promisify(store.get.bind(store))("sid");
  console.log(`by default: ${values[0]}; false: ${values[1]}; true: ${values[2]}; stored with false, without its userId: ${stored?.name === "ada" ? "yes" : "no"}`);
  process.exit();
})();
JS
said=$(node skip.cjs)
echo "$said"
[ "$said" = "by default: false; false: true; true: true; stored with false, without its userId: yes" ]
