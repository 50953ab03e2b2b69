#!/usr/bin/env bash
# redux-persist-expire 1.1.1 under redux-persist 6.0.0: with `autoExpire`, by which a part of the state ends "if the record is not updated" in `expireSeconds`, it ends so long after it was first kept, once the page has been
# loaded anew: the time stays in the state then, and a time that is there isn't set again. Until the first load each update counts.
# Seen, of two seconds, updated each 1.2 with a load between: "{"name":"bob"} {}" (the time left out).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts redux-persist-expire@1.1.1 redux-persist@6.0.0 redux@4.2.1 >/dev/null
cat >updated.cjs <<'JS'
const { combineReducers, createStore } = require("redux");
const { persistReducer, persistStore } = require("redux-persist");
const expireReducer = require("redux-persist-expire");
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const kept = {};
const storage = {
  getItem: async (key) => kept[key],
  setItem: async (key, value) => void (kept[key] = value),
  removeItem: async (key) => void delete kept[key],
};
const load = async () => {
  const user = (state = {}, { type, name }) => (type === "name" ? { ...state, name } : state);
  const transforms = [expireReducer("user", { expireSeconds: 2, autoExpire: true })];
  const store = createStore(persistReducer({ key: "root", storage, transforms, stateReconciler: (_, state) => state, debug: false }, combineReducers({ user })));
  const persistor = persistStore(store);
  await wait(100);
  return { store, persistor };
};
const shown = ({ store }) => JSON.stringify({ ...store.getState().user, __persisted_at: undefined });
(async () => {
  const first = await load();
  first.store.dispatch({ type: "name", name: "ada" });
  await first.persistor.flush();
  await wait(1200);
  const second = await load();
  second.store.dispatch({ type: "name", name: "bob" });
  await second.persistor.flush();
  const before = shown(second);
  await wait(1200);
  console.log(before, shown(await load()));
  process.exit();
})();
JS
said=$(node updated.cjs)
echo "$said"
[ "$said" = '{"name":"bob"} {}' ]
