// @ts-check
// Traffic as browsers make it, and a tenth of it hostile: each answer is checked against what that visitor did.

import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";

/** @typedef {{ lost: number, crossed: number, failed: number, opened: number, hostile: number, requests: number, first: string }} Tally */

const CONNECTIONS = 32;
const VISITORS = 1000;

/** @param {Agent} agent @param {string} url @param {string} cookie @returns {Promise<{ status: number, setCookie: string | undefined, body: any }>} */
function ask(agent, url, cookie) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers: cookie ? { cookie } : {} }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => (text += part)).on("error", reject).on("end", () => {
        const status = response.statusCode ?? 0;
        resolve({ status, setCookie: response.headers["set-cookie"]?.find((header) => header.startsWith("_load=")), body: status === 200 ? JSON.parse(text) : text });
      });
    });
    asked.on("error", reject).end();
  });
}

/** A cookie that nobody gave out. @param {string} good one that somebody did */
function forged(good) {
  const value = good.slice("_load=".length);
  const at = Math.floor(Math.random() * Math.max(1, value.length - 8));
  return [
    () => `_load=${randomBytes(32).toString("base64url")}`,
    () => `_load=${value.slice(0, at)}${value[at] === "A" ? "B" : "A"}${value.slice(at + 1)}`,
    () => `_load=${"A".repeat(4000)}`,
    () => `_load=${value.slice(0, at)}`,
    () => `_load="${value}"`,
    () => "_load=; _load",
  ][Math.floor(Math.random() * 6)]();
}

/**
 * @param {string} origin @param {number} requests in ten parts, each of which ends early when a tenth of the time is over
 * @param {number} minutes @param {(share: number) => Promise<void>} report called after each tenth
 * @returns {Promise<Tally>}
 */
export async function traffic(origin, requests, minutes, report) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  /** @type {Tally} */
  const tally = { lost: 0, crossed: 0, failed: 0, opened: 0, hostile: 0, requests: 0, first: "" };
  let born = 0;
  const newcomer = () => ({ name: `user-${(born += 1)}`, cookie: "", count: 0 });
  const free = Array.from({ length: VISITORS }, newcomer);
  const note = (/** @type {"lost" | "crossed" | "failed" | "opened"} */ what, /** @type {unknown} */ detail) => {
    tally[what] += 1;
    tally.first ||= `${what}: ${JSON.stringify(detail).slice(0, 300)}`;
  };

  async function one() {
    const visitor = /** @type {ReturnType<typeof newcomer>} */ (free.splice(Math.floor(Math.random() * free.length), 1)[0]);
    const roll = Math.random();
    const isHostile = roll < 0.1 && visitor.cookie !== "";
    const path = visitor.cookie === "" ? `/login?user=${visitor.name}` : roll < 0.6 ? "/" : roll < 0.92 ? "/put" : roll < 0.97 ? "/renew" : "/logout";
    const { status, setCookie, body } = await ask(agent, `${origin}${isHostile ? "/" : path}`, isHostile ? forged(visitor.cookie) : visitor.cookie);
    if (status !== 200) note("failed", [path, status, body]);
    else if (isHostile) {
      tally.hostile += 1;
      if (body.user !== null) note("opened", body);
    } else {
      if (path === "/put" || path.startsWith("/login")) visitor.count += path === "/put" ? 1 : 0;
      if (body.user !== visitor.name) note(body.user === null ? "lost" : "crossed", [path, visitor.name, body]);
      else if (body.count !== visitor.count) note("lost", [path, visitor, body]);
      if (setCookie !== undefined) visitor.cookie = setCookie.split(";")[0];
    }
    // Who logs out is followed by another; that the old cookie is dead is a server-side store's promise.
    free.push(!isHostile && path === "/logout" ? newcomer() : visitor);
  }

  // In tenths, so that what is measured in between is measured at rest.
  for (let tenth = 1; tenth <= 10; tenth += 1) {
    const mark = tally.requests + Math.round(requests / 10);
    const end = performance.now() + minutes * 6000;
    await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
      while (tally.requests < mark && performance.now() < end) {
        tally.requests += 1;
        await one();
      }
    }));
    await report(tenth / 10);
  }
  agent.destroy();
  return tally;
}
