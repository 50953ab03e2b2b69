// @ts-check
// waxseal/node where walks do not come: the ways to write a response, and to use the middleware wrongly.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import compression from "compression";
import express from "express";
import express4 from "express4";
import expressSession from "express-session";
import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import { createServer as createTlsServer, request as secureRequest } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { setImmediate as turn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import onHeaders from "on-headers";
import { createSessions } from "waxseal";
import { memoryKV } from "waxseal/kv/memory";
import { session, sessionErrors } from "waxseal/node";
import WebSocket from "ws";
import { equal, fails, ok } from "../../conformance/check.js";
import { plainConfig, sentBack } from "../../conformance/cookie.js";
import { cookiesOf, failing, get, serving, stores } from "./http.js";
import { large } from "./walk/drivers/bodies.js";
import { listening, webSockets } from "./walk/drivers/parts.js";

/** @param {any} test */
export async function node(test) {
  // Who is told which errors were not expected guesses by no status.
  sessionErrors();
  for (const [name, sessions] of Object.entries(stores)) {
    const withSession = session(sessions);
    /** A server whose handler has put something. @param {(req: any, res: any) => unknown} handler @param {(url: string) => Promise<void>} body */
    const answering = (handler, body) => serving((/** @type {any} */ req, /** @type {any} */ res) => withSession(req, res, (/** @type {any} */ error) => {
      if (error) return res.writeHead(500).end(error.message);
      req.session.put("a", 1);
      return handler(req, res);
    }), body);

    await test(`${name}: what writeHead is given, in each of its ways`, async () => {
      const ways = [
        [200, { "set-cookie": ["a=1", "b=2"], "X-Own": "1" }],
        [200, "Fine", { "Set-Cookie": ["a=1", "b=2"], "X-Own": "1" }],
        [200, ["set-cookie", "a=1", "Set-Cookie", "b=2", "X-Own", "1"]],
        [200, [["set-cookie", "a=1"], ["set-cookie", "b=2"], ["X-Own", "1"]]],
      ];
      for (const way of ways) {
        await answering((_req, res) => {
          res.setHeader("X-Own", "0");
          equal(res.writeHead(...way), res, "what it gives");
          res.end("body");
        }, async (url) => {
          const got = await get(url);
          equal(`${cookiesOf(got)} ${got.headers["x-own"]} ${got.text}`, "a,b,_app_key 1 body", JSON.stringify(way));
          ok(got.raw.includes("X-Own"), "the name as it was written");
        });
      }
    });
    await test(`${name}: what was set before stays, a status that is none is refused`, async () => {
      await answering((_req, res) => {
        res.setHeader("Set-Cookie", "a=1");
        res.statusMessage = "Fine";
        const refused = [99, 1000, -1, undefined].map((status) => {
          try {
            return res.writeHead(status) && "taken";
          } catch (error) {
            return `${/** @type {any} */ (error).code} ${res.headersSent}`;
          }
        });
        res.writeHead(201, { "x-refused": [...new Set(refused)].join() });
        res.end();
      }, async (url) => {
        const got = await get(url);
        equal(`${got.status} ${cookiesOf(got)} ${got.headers["x-refused"]}`, "201 a,_app_key ERR_HTTP_INVALID_STATUS_CODE false", "answer");
      });
    });
    await test(`${name}: a length is said where Node says one`, async () => {
      await answering((_req, res) => res.end("body"), async (url) => equal((await get(url)).headers["content-length"], "4", "length"));
    });
    await test(`${name}: the head is sent for whoever asks, and callbacks are called in order`, async () => {
      await answering(async (_req, res) => {
        /** @type {string[]} */
        const called = [];
        res.statusCode = 201;
        const more = res.write("a", () => called.push("a"));
        equal(more, name === "cookie store", "whether there is room for more: not while the head is held");
        const said = [res.headersSent, res.writableEnded];
        for (const late of [() => res.setHeader("x-late", "1"), () => res.writeHead(200), () => res.removeHeader("x")]) {
          await fails(late, "ERR_HTTP_HEADERS_SENT", "after the head");
        }
        res.statusCode = 500;
        if (!more) await once(res, "drain");
        res.write(Buffer.from("b"), () => called.push("b"));
        res.end("c", () => called.push("c"));
        said.push(res.writableEnded);
        await once(res, "finish");
        equal(`${said} ${called.slice(0, 2)}`, "true,false,true a,b", "what was said, and called");
      }, async (url) => {
        const { status, text } = await get(url);
        equal(`${status} ${text}`, "201 abc", "order");
      });
    });
    await test(`${name}: what each call gives is what Node's gives, and a call behind the end is told`, async () => {
      await answering(async (_req, res) => {
        /** @type {string[]} */
        const raised = [];
        res.on("error", () => raised.push("error"));
        res.on("drain", () => raised.push(`drain ${res.writableEnded}`));
        res.write("-");
        const given = [res.flushHeaders(), res.end("a")];
        const late = await new Promise((told) => res.write("b", told));
        const ended = await new Promise((told) => res.end("c", told));
        equal(`${given.map((one) => one === res || one === undefined)} ${late.code} ${late.message}`, "true,true ERR_STREAM_WRITE_AFTER_END write after end", "what was said");
        ok(/^ERR_STREAM_(WRITE_AFTER_END|ALREADY_FINISHED)$/.test(ended.code), ended.code);
        await turn();
        // Node raises it while the response is not done; behind a held end nothing is raised.
        equal(raised.includes("error"), name === "cookie store", `${raised}`);
        equal(raised.includes("drain true"), false, `${raised}`);
      }, async (url) => equal((await get(url)).text, "-a", "body"));
    });
    if (name === "key-value store") await test("what Node refuses when the head has gone ends the connection, and is told", async () => {
      const told = Promise.withResolvers();
      await serving((/** @type {any} */ req, /** @type {any} */ res) => withSession(req, res, (/** @type {any} */ error) => {
        if (error) return told.resolve(error.code);
        req.session.put("a", 1);
        res.writeHead(200, { "content-length": "4" });
        res.write({ no: "body" });
        return res.end("late");
      }), async (url) => {
        const outcome = await get(url).then(() => "answered", () => "ended");
        equal(`${outcome} ${await told.promise}`, "ended ERR_INVALID_ARG_TYPE", "outcome");
      });
    });
    await test(`${name}: a connection is as it was when the answer is sent`, async () => {
      /** @type {boolean[]} */
      const own = [];
      await serving((/** @type {any} */ req, /** @type {any} */ res) => {
        own.push(Object.hasOwn(req.socket, "destroy"));
        withSession(req, res, () => (req.session.put("a", 1), res.end("body")));
      }, async (url) => {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        for (let visit = 0; visit < 3; visit += 1) {
          const [response] = await once(request(url, { agent }).end(), "response");
          equal(await text(response), "body", "answer");
        }
        agent.destroy();
      });
      equal(`${own}`, "false,false,false", "a method of its own");
    });
    await test(`${name}: what is corked is all sent, and what is uncorked once more`, async () => {
      const ways = [
        (/** @type {any} */ res) => (res.write("a"), res.cork(), res.write("b"), res.uncork(), res.end("c")),
        (/** @type {any} */ res) => (res.cork(), res.write("a"), res.uncork(), res.write("b"), res.end("c")),
        (/** @type {any} */ res) => (res.write("a"), res.write("b"), res.end("c"), res.uncork()),
      ];
      for (const way of ways) {
        await answering((_req, res) => void way(res), async (url) => {
          const got = await get(url);
          equal(`${got.text} ${cookiesOf(got)}`, "abc _app_key", `${way}`);
        });
      }
    });
    if (name === "key-value store") await test(`${name}: a client that goes away before what is piped to it was read is logged out all the same`, async () => {
      const file = fileURLToPath(import.meta.url);
      const answers = {
        file: (/** @type {any} */ res) => res.sendFile(file),
        download: (/** @type {any} */ res) => res.download(file),
        pipe: (/** @type {any} */ res) => Readable.from(["abc"]).pipe(res),
        // Before it goes away: nothing of it is there until then.
        early: (/** @type {any} */ res) => {
          const source = new Readable({ read() {} });
          source.pipe(res);
          return once(res, "close");
        },
      };
      for (const create of [express, express4]) {
        for (const [way, answer] of Object.entries(answers)) {
          const kept = sentBack(await sessions.commit((await sessions.fetch("")).put("user", "ada")));
          const [begun, done] = [Promise.withResolvers(), Promise.withResolvers()];
          const app = /** @type {any} */ (create)();
          app.use(withSession);
          app.use(async (/** @type {any} */ req, /** @type {any} */ res) => {
            req.session.drop();
            begun.resolve(undefined);
            if (way !== "early") await once(res, "close");
            await answer(res);
            done.resolve(undefined);
          });
          await serving(app, async (url) => {
            const asked = request(url, { headers: { cookie: kept }, agent: false }).on("error", () => {});
            asked.end();
            await begun.promise;
            asked.destroy();
            await done.promise;
            // The commit is nobody's to wait for.
            let turns = 0;
            while (!(await sessions.fetch(kept)).isNew && turns < 10_000) turns = await turn(turns + 1);
            ok((await sessions.fetch(kept)).isNew, way);
          });
        }
      }
    });
    await test(`${name}: pipeline`, async () => {
      await answering((_req, res) => pipeline(Readable.from(["a", "b", "c"]), res), async (url) => equal((await get(url)).text, "abc", "body"));
    });
    for (const pieces of [["Connection: Upgrade\r\n\r\nfirst,"], ["Connection: Upgrade\r\n\r\n", "first,"]]) await test(`${name}: an upgrade that is written by hand, piece by piece (${pieces.length})`, async () => {
      const server = createServer().on("upgrade", (req, socket) => withSession(req, socket, async () => {
        /** @type {any} */ (req).session.put("a", 1);
        socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: own\r\nSet-Cookie: own=1\r\n");
        for (const piece of pieces) if (!socket.write(piece)) await once(socket, "drain");
        socket.end("second");
      }));
      const app = await listening(server);
      const asked = request(app.url, { headers: { connection: "upgrade", upgrade: "own" } });
      asked.end();
      const [response, socket, head] = await once(asked, "upgrade");
      equal(`${response.statusCode} ${response.headers.upgrade} ${cookiesOf(response)} ${head}${await text(socket)}`, "101 own own,_app_key first,second", "answer");
      await app.stop();
    });
    for (const order of ["inside of", "outside of"]) {
      await test(`${name}: ${order} compression, piped and at once`, async () => {
        const app = express();
        const [first, second] = order === "inside of" ? [compression(), withSession] : [withSession, compression()];
        app.use(first, second, (/** @type {any} */ req, /** @type {any} */ _res, /** @type {any} */ next) => (req.session.put("a", 1), next()));
        app.get("/piped", (_req, res) => void large(1_000_000).pipe(res.type("text")));
        app.get("/sent", (_req, res) => void res.send("0123456789".repeat(500)));
        let finished = 0;
        app.get("/heard", (_req, res) => {
          res.type("text").write("0".repeat(2500));
          res.on("finish", () => (finished += 1)).end("1".repeat(2500));
        });
        await serving(app, async (url) => {
          for (const [path, length] of [["/piped", 1_000_000], ["/sent", 5000], ["/heard", 5000]]) {
            const got = await get(url + path, { "accept-encoding": "gzip" });
            equal(`${got.headers["content-encoding"]} ${got.text.length} ${cookiesOf(got)}`, `gzip ${length} _app_key`, `${path}`);
          }
          equal(finished, 1, "how often who listens is told");
        });
      });
    }
    await test(`${name}: who answers twice is answered the first time`, async () => {
      const kv = memoryKV();
      // Longer than it takes to close a connection.
      const put = async (/** @type {Parameters<typeof kv.put>} */ ...given) => {
        for (let turns = 0; turns < 50; turns += 1) await turn();
        return kv.put(...given);
      };
      const slow = name === "cookie store" ? sessions : createSessions({ store: "kv", kv: { ...kv, put }, key: "_app_key", log: false });
      for (const create of [express, express4]) {
        const app = /** @type {any} */ (create)().set("env", "test").use(session(slow));
        app.get("/", (/** @type {any} */ req, /** @type {any} */ res) => {
          req.session.put("a", 1);
          res.redirect("/login");
          res.send("page");
        });
        await serving(app, async (url) => {
          const got = await get(url);
          equal(`${got.status} ${got.headers.location} ${cookiesOf(got)}`, "302 /login _app_key", "answer");
          // Express closes the connection of who answers twice: nothing more comes of it.
          const socket = connect(Number(new URL(url).port), "127.0.0.1").on("error", () => {});
          let all = "";
          const over = new Promise((done) => socket.on("close", done).on("data", (data) => {
            all += data;
            if (all.split("HTTP/1.1 302").length === 2) socket.write("GET / HTTP/1.1\r\nHost: own\r\n\r\n");
            else done(undefined);
          }));
          socket.write("GET / HTTP/1.1\r\nHost: own\r\n\r\n");
          await over;
          socket.destroy();
          equal(all.split("HTTP/1.1 302").length, 2, "answers on one connection");
        });
      }
    });
    if (name === "key-value store") await test("who answers twice where the commit fails: the answer to that goes out", async () => {
      // Longer than it takes to close a connection.
      const put = async () => {
        for (let turns = 0; turns < 50; turns += 1) await turn();
        throw new Error("gone");
      };
      const late = createSessions({ store: "kv", kv: { ...memoryKV(), put }, key: "_app_key", log: false });
      for (const [create, failed] of [express, express4].flatMap((create) => [[create, failing()], [create, late]])) {
        const app = /** @type {any} */ (create)().set("env", "test").use(session(failed));
        app.get("/", (/** @type {any} */ req, /** @type {any} */ res) => {
          req.session.put("a", 1);
          res.redirect("/login");
          res.send("page");
        });
        await serving(app, async (url) => {
          const got = await get(url);
          equal(`${got.status} ${/<pre>StoreError: /.test(got.text)} ${cookiesOf(got)}`, "500 true ", got.text);
        });
      }
    });
    await test(`${name}: next() twice before it`, async () => {
      const app = express();
      app.use((_req, _res, next) => (next(), next()));
      app.use(withSession);
      app.get("/", (req, res) => void res.send(`${req.session.put("a", 1).get("a")}`));
      app.use((/** @type {any} */ error, /** @type {any} */ _req, /** @type {any} */ res, /** @type {any} */ _next) => res.status(500).send(error.message));
      await serving(app, async (url) => {
        const got = await get(url);
        // With nothing to wait for, all is over before the second.
        if (name === "cookie store") equal(`${got.status} ${got.text} ${cookiesOf(got)}`, "200 1 _app_key", "answer");
        else equal(`${got.status} ${/must call next\(\) once/.test(got.text)}`, "500 true", got.text);
      });
    });
    for (const way of ["whole", "its head"]) await test(`${name}: answered by who limits the time, while the store is waited for (${way})`, async () => {
      /** @type {any} */
      let told;
      const app = express();
      app.use((_req, res, next) => {
        setImmediate(() => void (way === "whole" ? res.status(503).send("slow") : res.writeHead(503).write("slow")));
        next();
      });
      app.use(session(sessions, { conn: () => new Promise((done) => setTimeout(done, 20)) }));
      app.get("/", (req, res) => {
        try {
          told = req.session.put("a", 1);
        } catch (error) {
          told = error;
        }
        // Without a head: nothing that Express would refuse.
        res.end("late");
      });
      await serving(app, async (url) => {
        equal((await get(url)).text, way === "whole" ? "slow" : "slowlate", "what was answered");
        while (!told) await new Promise((done) => setTimeout(done, 1));
        equal(told.name, "AlreadySentError", "what a put says");
        equal((await get(url)).status, 503, "and it serves still");
      });
    });
    await test(`${name}: used wrongly, it says so`, async () => {
      const late = express();
      late.use((_req, res, next) => (res.send("sent"), next()));
      late.use(withSession);
      /** @type {any} */
      let told;
      late.use((/** @type {any} */ error, /** @type {any} */ _req, /** @type {any} */ _res, /** @type {any} */ _next) => void (told = error));
      await serving(late, async (url) => void await get(url));
      ok(told?.code === "ERR_CONFIG" && /before what answers/.test(told.message), `${told}`);
      const both = express();
      both.use(expressSession({ secret: "s", resave: false, saveUninitialized: false }), withSession);
      both.use((/** @type {any} */ error, /** @type {any} */ _req, /** @type {any} */ res, /** @type {any} */ _next) => res.status(500).send(error.message));
      await serving(both, async (url) => ok((await get(url)).text.includes("express-session"), "both"));
      await fails(() => /** @type {any} */ (session)({ headers: {} }, {}, () => {}), "ERR_CONFIG", "app.use(session)");
      await fails(() => /** @type {any} */ (withSession)({ headers: {} }, {}), "ERR_CONFIG", "without next");
      ok((await fails(() => /** @type {any} */ (withSession)(new Request("http://a/")), "ERR_CONFIG", "a Request")).message.includes("sessions.handle"), "what to use");
    });
    await test(`${name}: skip: for which requests there is none`, async () => {
      const skips = { "at once": (/** @type {any} */ req) => req.url === "/health", "by a promise": async (/** @type {any} */ req) => req.url === "/health", "by what can be awaited": (/** @type {any} */ req) => ({ then: (/** @type {any} */ done) => void done(req.url === "/health") }) };
      for (const [when, skip] of Object.entries(skips)) {
        const app = express().use(session(sessions, { skip }));
        app.use((req, res) => void res.send(`${req.session?.put("a", 1).get("a")}`));
        await serving(app, async (url) => {
          const [none, some] = [await get(`${url}/health`), await get(url)];
          equal(`${none.text} ${cookiesOf(none)} ${some.text} ${cookiesOf(some)}`, "undefined  1 _app_key", when);
        });
      }
      const wrong = express().use(session(sessions, { skip: async () => {
        throw new Error("of the app's");
      } }));
      wrong.use((/** @type {any} */ error, /** @type {any} */ _req, /** @type {any} */ res, /** @type {any} */ _next) => void res.send(error.message));
      await serving(wrong, async (url) => equal((await get(url)).text, "of the app's", "a promise that fails"));
      await fails(() => session(sessions, /** @type {any} */ ({ skip: "/health" })), "ERR_CONFIG", "no function");
    });
    await test(`${name}: what others set to log out is refused`, async () => {
      await answering(async (req, res) => {
        const error = await fails(() => (req.session = null), "ERR_CONFIG", "req.session = null");
        res.end(error.message);
      }, async (url) => ok((await get(url)).text.includes("session.drop()"), "says how"));
    });
    await test(`${name}: what is told before the head goes may still write, and is told once`, async () => {
      await answering((req, res) => {
        onHeaders(res, () => {
          req.session.put("late", req.session.get("late", 0) + 1);
          res.setHeader("x-late", req.session.get("late"));
        });
        res.end("body");
      }, async (url) => {
        const { headers, text } = await get(url);
        equal(`${text} ${headers["content-length"]} ${headers["x-late"]} ${headers["set-cookie"].length}`, "body 4 1 1", "answer");
      });
    });
    await test(`${name}: conn as a function, at once and later, that fails`, async () => {
      const { secretKeyBase, ...rest } = plainConfig.sessions;
      const own = name === "cookie store" ? createSessions({ ...rest, store: "cookie" }) : sessions;
      /** As some databases' queries are: it can be awaited, and its `then` gives nothing. */
      const queried = (/** @type {any} */ req) => ({ then: (/** @type {any} */ done) => void done({ secretKeyBase: req.headers["x-secret"] }) });
      for (const conn of [(/** @type {any} */ req) => ({ secretKeyBase: req.headers["x-secret"] }), async (/** @type {any} */ req) => ({ secretKeyBase: req.headers["x-secret"] }), queried]) {
        const app = express().use(session(own, { conn }));
        app.get("/", (req, res) => void res.send(`${req.session.put("a", 1).get("a")}`));
        await serving(app, async (url) => equal(cookiesOf(await get(url, { "x-secret": secretKeyBase })), "_app_key", "cookie"));
      }
      for (const conn of [() => { throw new Error("no secret"); }, async () => { throw new Error("no secret"); }]) {
        const app = express().use(session(own, { conn }));
        app.use((/** @type {any} */ error, /** @type {any} */ _req, /** @type {any} */ res, /** @type {any} */ _next) => res.status(500).send(error.message));
        await serving(app, async (url) => equal((await get(url)).text, "no secret", "to next"));
      }
    });
    await test(`${name}: two sessions of two cookies, one inside of the other`, async () => {
      for (const other of [createSessions({ ...plainConfig.sessions, store: "cookie", key: "_other" }), createSessions({ store: "memory", key: "_other", log: false })]) {
        const app = express();
        app.use(withSession, (req, _res, next) => (req.session.put("a", 1), next()), session(other));
        app.get("/sent", (req, res) => void res.send(`${req.session.put("b", 2).get("b")}`));
        app.get("/piped", (req, res) => (req.session.put("b", 2), void large(100_000).pipe(res)));
        app.get("/written", (req, res) => {
          req.session.put("b", 2);
          res.writeHead(200, { "x-own": "1" }).write("a");
          res.end("b");
        });
        app.get("/flushed", (req, res) => {
          req.session.put("b", 2);
          res.flushHeaders();
          setImmediate(() => res.end("c"));
        });
        await serving(app, async (url) => {
          for (const [path, length] of [["/sent", 1], ["/piped", 100_000], ["/written", 2], ["/flushed", 1]]) {
            const got = await get(url + path);
            equal(`${cookiesOf(got).split(",").sort()} ${got.text.length}`, `_app_key,_other ${length}`, `${path}`);
          }
        });
      }
    });
    await test(`${name}: without sessionErrors nothing goes out with a 500`, async () => {
      const { session } = await import(`${import.meta.resolve("waxseal/node")}?untold`);
      const app = express();
      app.use(session(sessions));
      app.get("/boom", (req) => {
        req.session.put("a", 1);
        throw new Error("boom");
      });
      app.get("/missing", (req, res) => void (req.session.put("a", 1), res.status(404).send("none")));
      app.use((/** @type {any} */ _error, /** @type {any} */ _req, /** @type {any} */ res, /** @type {any} */ _next) => res.status(500).send("sorry"));
      await serving(app, async (url) => {
        equal((await get(`${url}/boom`)).headers["set-cookie"], undefined, "500");
        ok((await get(`${url}/missing`)).headers["set-cookie"], "404");
      });
    });
  }

  await test("which errors are answers: those of http-errors, and nothing that only looks like one", async () => {
    const made = (/** @type {object} */ more) => Object.assign(new Error("made"), { expose: true, statusCode: 403, status: 403 }, more);
    const errors = [
      [made({}), 1], [made({ expose: false }), 1], [made({ expose: "yes" }), 0], [made({ expose: undefined }), 0], [made({ statusCode: "403", status: "403" }), 0], [made({ status: 404 }), 0],
      [made({ statusCode: undefined, status: undefined }), 0], [{ ...made({}), message: "no Error" }, 0], ["text", 0], [{}, 0], [Object.assign(new Error("a client's"), { status: 403 }), 0],
    ];
    const sessions = stores["cookie store"];
    const app = express().use(session(sessions));
    app.get("/:at", (req) => {
      req.session.put("a", 1);
      throw errors[Number(req.params.at)][0];
    });
    app.use(sessionErrors());
    app.use((/** @type {any} */ _error, /** @type {any} */ _req, /** @type {any} */ res, /** @type {any} */ _next) => void res.send("sorry"));
    await serving(app, async (url) => {
      for (const [at, [error, count]] of errors.entries()) equal((await get(`${url}/${at}`)).headers["set-cookie"]?.length ?? 0, count, `${at}: ${error}`);
    });
  });
  await test("secure over TLS, and by no header that nobody trusts", async () => {
    const folder = await mkdtemp(join(tmpdir(), "waxseal-tls-"));
    try {
      const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
      await promisify(execFile)("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost", "-keyout", key, "-out", cert]);
      const withSession = session(stores["cookie store"]);
      const handler = (/** @type {any} */ req, /** @type {any} */ res) => withSession(req, res, () => res.end(`${req.session.put("a", 1).get("a")}`));
      const server = createTlsServer({ key: await readFile(key), cert: await readFile(cert) }, handler).listen(0, "127.0.0.1");
      await once(server, "listening");
      const asked = secureRequest({ port: /** @type {any} */ (server.address()).port, rejectUnauthorized: false, agent: false });
      asked.end();
      const [response] = await once(asked, "response");
      ok(/; secure/i.test(response.headers["set-cookie"][0]), "over TLS");
      server.closeAllConnections();
      server.close();
      await serving(handler, async (url) => {
        const { headers } = await get(url, { "x-forwarded-proto": "https" });
        ok(!/; secure/i.test(headers["set-cookie"][0]), "by a header");
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
  await test("an overflow in a stream: the rest of it is not sent, nor written after the error's page", async () => {
    const withSession = session(stores["cookie store"]);
    /** @type {string[]} */
    const errors = [];
    await serving((/** @type {any} */ req, /** @type {any} */ res) => withSession(req, res, async (/** @type {any} */ error) => {
      if (error) {
        errors.push(error.name);
        res.end(error.name);
        // The handler of before is not done yet.
        res.write("late");
        return res.end("late");
      }
      req.session.put("heavy", "x".repeat(5000));
      res.writeHead(200, "Fine", { "content-type": "application/json", "content-length": 3, etag: "1", "cache-control": "public" });
      res.write("a");
      await new Promise((done) => setTimeout(done, 20));
      res.write("b");
      res.end("c");
    }), async (url) => {
      const { status, headers, text } = await get(url);
      equal(`${status} ${text} ${errors}`, "500 CookieOverflowError CookieOverflowError", "answer, and what the handler of errors was told");
      equal([headers.etag, headers["content-type"], headers["set-cookie"], headers["cache-control"]].join(), ",,,", "of the other body");
    });
  });
  await test("what was said of a body that is not sent is taken back, each header of it; others stay", async () => {
    const ofBody = ["accept-ranges", "cache-control", "content-disposition", "content-encoding", "content-language", "content-length", "content-range", "content-type", "etag", "expires", "last-modified"];
    for (const sessions of [stores["cookie store"], failing()]) {
      const withSession = session(/** @type {any} */ (sessions));
      await serving((/** @type {any} */ req, /** @type {any} */ res) => withSession(req, res, (/** @type {any} */ error) => {
        if (error) return res.end("sorry");
        req.session.put("heavy", "x".repeat(5000));
        for (const name of [...ofBody, "x-own"]) res.setHeader(name, "1");
        res.statusMessage = "Fine";
        return res.end("a");
      }), async (url) => {
        const { status, headers, message } = await get(url);
        equal(`${status} ${message} ${Object.keys(headers).sort()} ${headers["content-length"]}`, "500 Internal Server Error connection,date,transfer-encoding,vary,x-own undefined", "what is left");
      });
    }
  });
  await test("a commit that fails: who wrote is told, and the answer to it is that of writeHead", async () => {
    const withSession = session(failing());
    for (const listens of [false, true]) {
      /** @type {any[]} */
      const told = [];
      await serving((/** @type {any} */ req, /** @type {any} */ res) => {
        if (listens) onHeaders(res, () => {});
        withSession(req, res, (/** @type {any} */ error) => {
          if (error) {
            // Of the second nobody writes a session any more.
            if (told.includes("answer")) return;
            told.push("answer");
            return res.writeHead(503, "Own", { "x-own": "1" }).end("sorry", () => told.push("sent"));
          }
          if (listens) onHeaders(res, () => {});
          req.session.put("a", 1);
          res.write("a", (/** @type {any} */ failed) => told.push(`write ${failed?.name}`));
          res.end("b", (/** @type {any} */ failed) => told.push(`end ${failed?.name}`));
        });
      }, async (url) => {
        const got = await get(url);
        equal(`${got.status} ${got.message} ${got.headers["x-own"]} ${got.text}`, "503 Own 1 sorry", "answer");
      });
      equal(told.filter((what) => what !== "sent").sort().join(), "answer,end StoreError,write StoreError", "what was told");
    }
  });
  await test("of two sessions the inner one is not there yet, and then its service fails: the handler of errors has the outer one", async () => {
    const kv = memoryKV();
    const down = createSessions({ store: "kv", kv: { ...kv, get: () => Promise.reject(new Error("down")) }, key: "inner", log: false });
    const app = express();
    app.use(session(stores["cookie store"]), session(down));
    app.use((/** @type {any} */ error, /** @type {any} */ req, /** @type {any} */ res, /** @type {any} */ _next) => {
      req.session.put("failed", 1);
      res.status(500).send(error.name);
    });
    const sid = "A".repeat(43);
    await serving(app, async (url) => {
      const got = await get(url, { cookie: `inner=${sid}` });
      equal(`${got.status} ${got.text} ${cookiesOf(got)}`, "500 StoreError _app_key", "answer");
    });
  });
  await test("called twice for one request before the store answered, both have its session", async () => {
    const withSession = session(stores["key-value store"]);
    await serving(async (/** @type {any} */ req, /** @type {any} */ res) => {
      const given = await Promise.all([0, 1].map(() => new Promise((done) => withSession(req, res, (/** @type {any} */ error) => done(error ?? req.session)))));
      res.end(`${given[0] === given[1]} ${typeof given[0].put}`);
    }, async (url) => equal((await get(url)).text, "true function", "sessions"));
  });
  await test("a service that fails at each commit: the handler of errors is asked twice, and its answer goes out", async () => {
    const withSession = session(failing());
    /** @type {string[]} */
    const errors = [];
    await serving((/** @type {any} */ req, /** @type {any} */ res) => withSession(req, res, (/** @type {any} */ error) => {
      if (error) errors.push(error.name);
      req.session.put("a", 1);
      res.end(error ? "sorry" : "fine");
    }), async (url) => {
      const got = await get(url);
      equal(`${got.status} ${got.text} ${errors}`, "500 sorry StoreError,StoreError", "answer");
    });
  });
  await test("an upgrade whose commit fails is refused", async () => {
    for (const sessions of [failing(), stores["cookie store"]]) {
      const server = createServer();
      webSockets(server, session(/** @type {any} */ (sessions)), /** @type {any} */ ({ socket: (/** @type {any} */ own) => own.put("heavy", "x".repeat(5000)) }));
      const app = await listening(server);
      const socket = new WebSocket(app.url.replace("http", "ws"));
      socket.on("error", () => {});
      const [, response] = await once(socket, "unexpected-response");
      equal(`${response.statusCode} ${response.statusMessage} ${response.headers["set-cookie"]} ${response.headers.connection} ${response.headers["content-length"]}`, "500 Internal Server Error undefined close 0", "handshake");
      await app.stop();
    }
  });
}
