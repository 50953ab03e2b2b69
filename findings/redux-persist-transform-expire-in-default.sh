#!/usr/bin/env bash
# redux-persist-transform-expire-in 1.1.3 under redux-persist 6.0.0: where the state has ended, each part of it becomes the whole of the default that was given, with `initialState` given as in the README's example: a
# transform works part by part, and this one gives all the same. `state.user.id` is then `state.user.user.id`.
# Seen, of an ended state with user and settings, what is in `user`: "user,settings".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts redux-persist-transform-expire-in@1.1.3 redux-persist@6.0.0 redux@4.2.1 >/dev/null
cat >default.cjs <<'JS'
const { createStore } = require("redux");
const { persistReducer, persistStore } = require("redux-persist");
const { default: expireInTransform } = require("redux-persist-transform-expire-in");
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const kept = new Map();
const map = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
Object.defineProperty(globalThis, "localStorage", { value: map });
const storage = { getItem: async (key) => map.getItem(key), setItem: async (key, value) => void map.setItem(key, value), removeItem: async (key) => void map.removeItem(key) };
const initialState = { user: { id: null }, settings: { theme: "light" } };
const load = async () => {
  const reducer = (state = initialState, { type, id }) => (type === "login" ? { ...state, user: { id }, settings: { theme: "dark" } } : state);
  const transforms = [expireInTransform(500, "shop.expiration", initialState)];
  const store = createStore(persistReducer({ key: "root", storage, transforms }, reducer));
  const persistor = persistStore(store);
  await wait(100);
  return { store, persistor };
};
(async () => {
  const first = await load();
  first.store.dispatch({ type: "login", id: 7 });
  await first.persistor.flush();
  await wait(1000);
  console.log(Object.keys((await load()).store.getState().user).join());
  process.exit();
})();
JS
said=$(node default.cjs)
echo "$said"
[ "$said" = "user,settings" ]
