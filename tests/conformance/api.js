// @ts-check
// What the vectors don't reach: all the rest of what the public API promises.

import { commit } from "./api/commit.js";
import { config } from "./api/config.js";
import { contract } from "./api/contract.js";
import { csrf } from "./api/csrf.js";
import { encode } from "./api/encode.js";
import { flash } from "./api/flash.js";
import { handle } from "./api/handle.js";
import { javascript } from "./api/javascript.js";
import { json } from "./api/json.js";
import { keys } from "./api/keys.js";
import { kvOptions } from "./api/kv-options.js";
import { layers } from "./api/layers.js";
import { lazy } from "./api/lazy.js";
import { lifetimeLayers } from "./api/lifetime-layers.js";
import { lifetime } from "./api/lifetime.js";
import { limits } from "./api/limits.js";
import { log } from "./api/log.js";
import { memory } from "./api/memory.js";
import { messages } from "./api/messages.js";
import { names } from "./api/names.js";
import { optionWarnings } from "./api/option-warnings.js";
import { options } from "./api/options.js";
import { ownCode } from "./api/own-code.js";
import { owners } from "./api/owners.js";
import { phoenix } from "./api/phoenix.js";
import { randomness } from "./api/randomness.js";
import { revocation } from "./api/revocation.js";
import { rotation } from "./api/rotation.js";
import { send } from "./api/send.js";
import { sentences } from "./api/sentences.js";
import { serializer } from "./api/serializer.js";
import { session } from "./api/session.js";
import { store } from "./api/store.js";
import { storeFaults } from "./api/store-faults.js";
import { term } from "./api/term.js";
import { texts } from "./api/texts.js";
import { values } from "./api/values.js";

/** @type {Record<string, (test: any, waxseal: any) => Promise<void>>} */
export const api = {
  names,
  session,
  commit,
  send,
  handle,
  flash,
  layers,
  lazy,
  lifetime,
  "lifetimes in several hands": lifetimeLayers,
  config,
  csrf,
  options,
  "option warnings": optionWarnings,
  encode,
  "own code": ownCode,
  limits,
  owners,
  revocation,
  keys,
  log,
  phoenix,
  randomness,
  rotation,
  contract,
  store,
  "store faults": storeFaults,
  json,
  serializer,
  memory,
  messages,
  sentences,
  "kv options": kvOptions,
  term,
  texts,
  values,
  javascript,
};
