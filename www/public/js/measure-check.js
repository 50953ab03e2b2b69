// Before anyone is timed: what was sealed opens again, what was put is in it, and a forged character opens nothing.

export const pair = (setCookie) => setCookie.slice(0, setCookie.indexOf(";"));

export async function check(contestant, payload) {
  const cookies = pair(await contestant.issue(payload));
  same(await contestant.open(cookies), payload, "does not open what it sealed");
  same(await contestant.read(cookies, "csrf"), payload.csrf, "reads another value");

  const { got, setCookie } = await contestant.write(cookies, "csrf", "visits", 1001);
  same(got, payload.csrf, "reads another value while it writes");
  same(await contestant.open(pair(setCookie)), { ...payload, visits: 1001 }, "does not write what was put");

  // Not the last character: of its bits base64 leaves some unused.
  const token = cookies.indexOf("=") + 1;
  for (const at of [token, token + 12, Math.floor((token + cookies.length) / 2), cookies.length - 2]) {
    const forged = cookies.slice(0, at) + (cookies[at] === "A" ? "B" : "A") + cookies.slice(at + 1);
    same(await contestant.read(forged, "csrf"), undefined, `takes a cookie with character ${at - token + 1} forged`);
    same((await contestant.write(forged, "csrf", "visits", 1)).got, undefined, `writes over a cookie with character ${at - token + 1} forged`);
  }
  return cookies;
}

// A map of Erlang's has its keys in an order of its own.
const sorted = (_key, value) => (value?.constructor === Object ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value);

function same(actual, expected, complaint) {
  if (JSON.stringify(actual, sorted) !== JSON.stringify(expected, sorted)) throw new Error(complaint);
}
