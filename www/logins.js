// The sessions of one user, so that each of them can end the others: one object a user, which lists the keys of their
// records. A key is the hash of a sid: the list opens no session. What it does not do: it is told of log-ins and log-outs
// alone, so a session that ran out stays listed until the next endOthers, and an app that renews elsewhere must tell it too.
import { DurableObject } from "cloudflare:workers";
import { records } from "./sessions.js";

export class Logins extends DurableObject {
  add(key) {
    return this.ctx.storage.put(key, true);
  }

  remove(key) {
    return this.ctx.storage.delete(key);
  }

  async keys() {
    return [...(await this.ctx.storage.list()).keys()];
  }

  // Drops every record but one. The record goes first: should this fail half-way, what is left is still listed, and is
  // ended by the next try. The service compares at every write, so a request that read a record before this can't put it
  // back. On one that can't compare (Workers KV) it could: there a tombstone must be written instead.
  async endOthers(own) {
    const others = (await this.keys()).filter((key) => key !== own);
    await Promise.all(others.map(async (key) => {
      await records.delete(key);
      await this.remove(key);
    }));
    return others.length;
  }
}
