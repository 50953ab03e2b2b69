// @ts-check
// Netlify's local server, and the same with what the service itself does and it leaves out: an ETag in the answer to a read, of the
// bytes (here it is of the file's time, to the millisecond), and one conditional write after the other.

import { getStore } from "@netlify/blobs";
import { BlobsServer } from "@netlify/blobs/server";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Its own methods, which its types don't list. */
const Server = /** @type {any} */ (BlobsServer);

export class WholeServer extends Server {
  /** @type {Promise<unknown>} */
  queue = Promise.resolve();

  /** @param {Request} request */
  handleRequest(request) {
    const answer = this.queue.then(() => super.handleRequest(request));
    this.queue = answer.catch(() => {});
    return answer;
  }

  /** @param {Request} request */
  async get(request) {
    const response = await super.get(request);
    const { dataPath } = this.getLocalPaths(new URL(request.url, this.address));
    if (response.ok && dataPath) response.headers.set("etag", await Server.generateETag(dataPath));
    return response;
  }
}

/** @param {string} path */
const etagOfBytes = async (path) => {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes ? `"${createHash("sha256").update(bytes).digest("hex")}"` : "";
};

/** @param {boolean} whole whether with what it leaves out */
export async function startBlobs(whole) {
  const directory = await mkdtemp(join(tmpdir(), "waxseal-blobs-"));
  const { generateETag } = Server;
  if (whole) Server.generateETag = etagOfBytes;
  const server = new (whole ? WholeServer : Server)({ directory, token: "token" });
  const { port } = await server.start();
  const edgeURL = `http://127.0.0.1:${port}`;
  return {
    store: getStore({ name: "sessions", edgeURL, uncachedEdgeURL: edgeURL, siteID: "site", token: "token", consistency: "strong" }),
    /** By the same client, whose token the server doesn't know: it answers 401 to everything. */
    stranger: getStore({ name: "sessions", edgeURL, uncachedEdgeURL: edgeURL, siteID: "site", token: "another", consistency: "strong" }),
    async stop() {
      await server.stop();
      Server.generateETag = generateETag;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
