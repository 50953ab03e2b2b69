// What the contestants share. Nothing of it is waxseal's.
export const SECRET = "a secret that is as long as Phoenix wants its secrets to be: 64 bytes";

/** The value of the cookie `s`. */
export function cookieOf(header) {
  const at = header.startsWith("s=") ? 0 : header.indexOf("; s=") + 2;
  if (at === 1) return "";
  const end = header.indexOf(";", at);
  return header.slice(at + 2, end < 0 ? undefined : end);
}

export const setCookie = (value) => `s=${value}; path=/; HttpOnly`;

/** A contestant out of `seal(text) → value` and `open(value) → text or null`: JSON, and the cookie around it. */
export const json = (name, kind, setup) => ({
  name,
  kind,
  async setup() {
    const { seal, open } = await setup();
    return {
      write: (data) => setCookie(seal(JSON.stringify(data))),
      read(header, key) {
        const text = open(cookieOf(header));
        return text === null ? undefined : JSON.parse(text)[key];
      },
      request(header) {
        const data = JSON.parse(open(cookieOf(header)));
        data.visits += 1;
        return setCookie(seal(JSON.stringify(data)));
      },
    };
  },
});

/** The same where sealing is asynchronous. */
export const jsonAsync = (name, kind, setup) => ({
  name,
  kind,
  async setup() {
    const { seal, open } = await setup();
    return {
      write: async (data) => setCookie(await seal(JSON.stringify(data))),
      async read(header, key) {
        const text = await open(cookieOf(header));
        return text === null ? undefined : JSON.parse(text)[key];
      },
      async request(header) {
        const data = JSON.parse(await open(cookieOf(header)));
        data.visits += 1;
        return setCookie(await seal(JSON.stringify(data)));
      },
    };
  },
});
