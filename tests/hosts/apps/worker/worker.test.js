import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { sessions } from "./sessions.js";
import worker from "./worker.js";

test("an import in the test itself", async () => {
  expect(navigator.userAgent).toBe("Cloudflare-Workers");
  const first = await worker.fetch(new Request("https://example.com/"));
  expect(await first.text()).toBe("visit 1");
  const cookie = first.headers.get("set-cookie").split(";")[0];
  expect(sessions.fetch(cookie).get("visits")).toBe(1);
});

test("the Worker, asked", async () => {
  expect(await (await exports.default.fetch("https://example.com/")).text()).toBe("visit 1");
});
