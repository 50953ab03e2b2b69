// GET /api/storage: what the service holds of this visitor, and what it takes to read it. For the page alone, not for
// copying: it answers with the sids, to show that they are in no record.
import { toJSON } from "../pkg/inspect/term-json.js";
import { loginsOf } from "./logins-of.js";
import { hex, recordKey, sidOf } from "./record-key.js";
import { browsers, records, stores } from "./sessions.js";

const shown = { kv: stores.kv, ...browsers };

export async function storage(request) {
  const found = await Promise.all(Object.entries(shown).map(([name, sessions]) => record(request, name, sessions)));
  const users = [...new Set(found.map(({ session }) => session?.user).filter(Boolean))];
  const lists = await Promise.all(users.map(async (user) => [user, await (await loginsOf(user)).keys()]));
  return Response.json({ records: found, lists: Object.fromEntries(lists) }, { headers: { "cache-control": "no-store" } });
}

// Fetched from the service by its key, as any client of it could, and once more by waxseal, with the sid.
async function record(request, name, sessions) {
  const sid = sidOf(request, `_demo_${name}`);
  if (!sid) return { name };
  const key = await recordKey(sid);
  const found = await records.get(key);
  // Where a session was ended stands for a while a mark, which begins with 0 and holds nothing of it.
  const stored = found?.value[0] === 0 ? null : found;
  const session = await sessions.fetch(request);
  return { name, sid, key, bytes: stored && hex(stored.value), session: toJSON(session.toObject()) };
}
