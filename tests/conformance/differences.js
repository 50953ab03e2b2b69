// @ts-check
// Where waxseal is not as Plug is: the whole list. `cases` names the vectors that it covers, by group; `expect` is the outcome of
// ours, which the group asserts instead. README.md has one row for each, under "Differences from Plug". An entry that no case
// uses fails the run, and so does one that is not in the README.

/** @typedef {{ id: string, plug: string, ours: string, expect?: string, cases?: Record<string, RegExp>, tests?: string[] }} Difference */

/** @type {Difference[]} */
export const list = [
  {
    id: "not-a-map",
    plug: "a verified payload whose top term is no map raises BadMapError: a 500",
    ours: "no session, reason not_a_map",
    expect: "no_session",
    cases: {
      external_term: /^top_|^otp27_top_|^(minor\d|compressed\d)_top_|^u_top_pid$/,
      cookie_store: /^read_term_\w+_top_|^read_json_(list|string|null|int)$/,
      session_flow: /^cookie_listterm_/,
    },
  },
  {
    id: "json-names",
    plug: "the vectors' own JSON keeps the last of a name; Jason 1.4.5 and Elixir's JSON keep the first",
    ours: "the first, as Jason",
    expect: "first_of_a_name",
    cases: { cookie_store: /^read_json_dup_keys$/ },
  },
  {
    id: "two-zeros",
    plug: "OTP 25 and 26 take 0.0 and -0.0 for one key, and such a map for no term; OTP 27 and later for two",
    ours: "two, as OTP 27 reads and writes them; EncodeError with otp: 25",
    expect: "otp27",
    cases: { external_term: /^c_0_and_minus0_keys$/ },
  },
  {
    id: "bounds",
    plug: "takes terms of any depth and size",
    ours: "undecodable over a depth of 2,048, 100,000 nodes, 1 MiB inflated or integers of 8 KiB",
    expect: "undecodable",
    cases: { external_term: /^c_deep_(list|tuple)_20000$|^zlib_bomb_10MB$/ },
  },
  {
    id: "log-false",
    plug: "with log: false an undecodable term crashes the logger",
    ours: "the same empty session as with any other log",
    expect: "undecodable",
    cases: { cookie_store: /^read_log_false_(unsafe|bad)_term$/ },
  },
  {
    id: "config-at-construction",
    plug: "wrong options raise at the first request that needs them",
    ours: "ConfigError from createSessions and init",
    expect: "config_error",
    cases: {
      cookie_store:
        /^write_check_(skb_63_in_opts|no_signing_salt|iterations|digest|serializer|enc_len(31|64))|^read_rotating_entry_(missing_signing_salt|skb_short)|_len64_(small|empty|phoenix|mixed|raises)$|^read_cross_enc_read_with_len64$/,
    },
  },
  {
    id: "short-key-reads-nothing-new",
    plug: "an XCP cookie under a key of 16 or 24 bytes raises",
    ours: "no session, as every cookie that can't be opened",
    expect: "no_session",
    cases: { cookie_store: /^read_cross_enc_read_with_len(16|24)$|^read_rotating_entry_len(16|24)_encrypted_xcp_raises$/ },
  },
  {
    id: "no-session-before-fetch",
    plug: "session functions on a conn whose session is not fetched raise",
    ours: "there is no session to call them on: fetch returns it",
    expect: "no_session_before_fetch",
    cases: { session_flow: /^unfetched_(?!noop|fetch_later)/ },
  },
  {
    id: "other-cookies",
    plug: "one conn holds all cookies of the response",
    ours: "only the session's cookie is this package's: the others' headers are not compared",
    expect: "only_ours",
    cases: { session_flow: /^overflow_other_cookie$/ },
  },
  {
    id: "cookie-names",
    plug: "writes any name into the header",
    ours: "ConfigError unless the name is one (RFC 6265), or has characters that are not ASCII beside",
    expect: "config_error",
    cases: { cookies_parse: /^encode_key_special$/ },
  },
  {
    id: "fetch-again",
    plug: "a second fetch_session gives the same session",
    ours: "each fetch gives a session of its own",
    tests: ["two sessions of one cookie commit apart"],
  },
  {
    id: "values-stay-inside",
    plug: "a ; in a value or an option is written as it is; only \\r, \\n and NUL are refused, when the response is sent",
    ours: "; and control characters never reach the header: EncodeError for a value, ConfigError for an option; extra may have a ;",
    expect: "encode_error",
    cases: { cookies_parse: /^encode_value_special$/ },
    tests: ["options that would break the header"],
  },
  {
    id: "clock-before-1970",
    plug: "any time of Erlang's calendar can be now",
    ours: "a clock before 1970 is taken for 1970",
    expect: "epoch",
    cases: { cookies_parse: /^encode_max_age_year_pad$/ },
  },
  {
    id: "keeps-bytes",
    plug: "a rewritten session is encoded anew by the virtual machine that runs it",
    ours: "a key that was not put keeps its bytes, also those that an older OTP wrote",
    expect: "keeps_bytes",
    cases: { session_flow: /^key_(atom|struct)_/ },
  },
  {
    id: "node-internal-tags",
    plug: "takes the tags 73 and 75, which only nodes use among themselves",
    ours: "undecodable",
    tests: ["tags that only nodes use"],
  },
  {
    id: "key-length",
    plug: "derives keys of up to 4 GiB",
    ours: "ConfigError over 1 MiB",
    tests: ["crypto: arguments of the wrong kind, and empty secrets"],
  },
  {
    id: "rotation-without-a-secret",
    plug: "a rotating option without a secret raises once the primary one misses",
    ours: "it uses conn's secret, else the primary option's",
    tests: ["a rotating entry without a secret uses conn's"],
  },
  {
    id: "sid-shape",
    plug: "ETS sids are 128 characters of base64 with + and /",
    ours: "43 characters of base64url; what has another shape is no sid, and a header is 85 bytes shorter",
    expect: "shorter_header",
    cases: { session_flow: /^overflow_ets_/ },
    tests: ["a sid is 43 characters of base64url, never the same", "a sid that the client chose is never taken"],
  },
  {
    id: "sid-stays",
    plug: "each write of an ETS session sends its cookie",
    ours: "a sid that stays is sent again only before the browser forgets it (maxAge)",
    tests: ["a sid that stays is not sent again"],
  },
  {
    id: "drop-unknown-sid",
    plug: "drop does nothing for a sid that the ETS table has no row of",
    ours: "a sid of our shape is ended in any case, and its cookie deleted",
    tests: ["a log-out ends a sid that the store has nothing of"],
  },
  {
    id: "late-requests",
    plug: "a request with a sid that was dropped or renewed writes a new session",
    ours: "for a minute it reads nothing, writes nothing and sets no cookie",
    tests: ["a late request with a sid that was renewed sets no cookie", "a late request with a sid that was dropped sets no cookie"],
  },
  {
    id: "no-resurrection",
    plug: "a late write brings a dropped ETS session back",
    ours: "SessionInterruptedError, and the session stays dropped",
    tests: ["a late write does not bring a dropped session back"],
  },
  {
    id: "short-secrets",
    plug: "Plug.Crypto signs with a secret of any length; Phoenix.Token, and phoenix.js here, refuse those under 20 bytes",
    ours: "ConfigError",
    expect: "config_error",
    cases: { token: /_skb_(short|empty)$/ },
  },
  {
    id: "tokens-never-raise",
    plug: "verify and decrypt raise for a payload that is no token's, and for bytes that are no term",
    ours: "{ ok: false, reason: \"invalid\" }",
    expect: "invalid",
    cases: { token: /_(shape|bytes|age|local)/ },
  },
  {
    id: "no-session-for-strangers",
    plug: "put_flash, then 200: Phoenix writes an empty session for a visitor who had none",
    ours: "no session is made for what was shown at once",
    expect: "",
    cases: { flash: /^$/ },
  },
  {
    id: "flash-of-no-map",
    plug: "a session whose phoenix_flash is no map raises BadMapError at each request",
    ours: "an empty flash, which goes with the next answer",
    expect: "",
    cases: { flash: /^$/ },
  },
  {
    id: "flash-is-fetched",
    plug: "a flash that was not fetched raises, or is one that nobody sends",
    ours: "flash(session) fetches it: there is no other",
    expect: "",
    cases: { flash: /^$/ },
  },
  {
    id: "renew-order",
    plug: "renew deletes the old record before it writes the new one",
    ours: "the new record is written first, so that a failure between the two costs nobody their session",
    tests: ["a store of the user's, at once: renew, with a sid", "a store of the user's, awaited: renew, with a sid"],
  },
];

/** The list, and what of it was used. */
export class Differences {
  /** @type {Map<string, number>} */
  used = new Map();

  /** What is expected of this case instead of Plug's outcome, if anything. @param {string} group @param {string} name */
  of(group, name) {
    const found = list.find(({ cases }) => cases?.[group]?.test(name));
    if (found) this.use(`${found.id} in ${group}`);
    return found?.expect;
  }

  /** @param {string} id */
  use(id) {
    this.used.set(id, (this.used.get(id) ?? 0) + 1);
  }

  /**
   * Every entry was used in each of its groups, and the tests that it names ran.
   * @param {any} test @param {(condition: unknown, what: string) => void} ok @param {Set<string>} names of all tests that ran
   */
  async check(test, ok, names) {
    for (const { id, cases, tests } of list) {
      const unused = Object.keys(cases ?? {}).filter((group) => !this.used.has(`${id} in ${group}`));
      const missing = (tests ?? []).filter((name) => !names.has(name));
      await test(id, () => ok(cases || tests, "names neither cases nor tests"));
      await test(`${id}: its cases`, () =>
        ok(unused.length === 0, `no case uses it in ${unused}: take it out of here and of README.md`));
      await test(`${id}: its tests`, () => ok(missing.length === 0, `there is no test ${missing}`));
    }
  }
}
