#!/usr/bin/env bash
# @auth/unstorage-adapter 2.11.2, Auth.js over unstorage 1.17.6: a user's second sign-in with one passkey forgets all others: each use writes the list of the user's passkeys anew, as that one
# and those before it, or, where that one is the first already, as that one alone. (And where it isn't, it is listed twice.)
# Seen, of a phone and a key, and three sign-ins by the phone: "phone, key, phone; phone; phone".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @auth/unstorage-adapter@2.11.2 @auth/core@0.41.3 unstorage@1.17.6 >/dev/null
cat >passkeys.mjs <<'JS'
import { UnstorageAdapter } from "@auth/unstorage-adapter";
import { createStorage } from "unstorage";
const adapter = UnstorageAdapter(createStorage());
const user = await adapter.createUser({ email: "ada@example.com", emailVerified: null });
for (const credentialID of ["phone", "key"]) {
  await adapter.createAuthenticator({
    credentialID,
    userId: user.id,
    providerAccountId: credentialID,
    credentialPublicKey: "a key",
    counter: 0,
    credentialDeviceType: "multiDevice",
    credentialBackedUp: true,
  });
}
const seen = [];
for (const counter of [1, 2, 3]) {
  await adapter.updateAuthenticatorCounter("phone", counter);
  seen.push((await adapter.listAuthenticatorsByUserId(user.id)).map(({ credentialID }) => credentialID).join(", "));
}
console.log(seen.join("; "));
JS
said=$(node passkeys.mjs)
echo "$said"
[ "$said" = "phone, key, phone; phone; phone" ]
