// A session out of a pair of sign and verify: its JSON, and the cookie around it.

import { setCookie, valueOf } from "./header.js";

export const jsonSessions = ({ sign, verify }) => {
  const all = (header) => {
    const text = verify(valueOf(header));
    return text === null ? {} : JSON.parse(text);
  };
  const write = (data) => setCookie(sign(JSON.stringify(data)));
  return {
    sign,
    verify,
    write,
    all,
    read: (header, key) => all(header)[key],
    request(header) {
      const data = all(header);
      data.visits += 1;
      return write(data);
    },
  };
};

/** The same where sealing is asynchronous. */
export const jsonSessionsAsync = ({ sign, verify }) => {
  const all = async (header) => {
    const text = await verify(valueOf(header));
    return text === null ? {} : JSON.parse(text);
  };
  const write = async (data) => setCookie(await sign(JSON.stringify(data)));
  return { sign, verify, ...asyncSessions(all, write) };
};

/** What follows from reading all of a session and writing all of it. */
export const asyncSessions = (all, write) => ({
  all,
  write,
  read: async (header, key) => (await all(header))[key],
  async request(header) {
    const data = await all(header);
    data.visits += 1;
    return write(data);
  },
});
