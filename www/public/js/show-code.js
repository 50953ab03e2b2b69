// The options of the form, as Phoenix has them and as a Worker takes them. The secret is named, never written.
import { byId } from "./dom.js";
import { highlight } from "./highlight.js";
import { tokenInElixir, tokenInJavaScript } from "./token-code.js";
import { DEFAULTS } from "../waxseal/inspect/open-token.js";

export function showCode(report) {
  const { cookie, keysets } = report;
  byId("code-elixir-title").textContent = report.as === "token" ? "a controller" : "endpoint.ex";
  if (report.as === "token") {
    byId("code-elixir").replaceChildren(...highlight(tokenInElixir(report)));
    byId("code-js").replaceChildren(...highlight(tokenInJavaScript(report)));
    return;
  }
  const [primary, ...rotated] = keysets;
  byId("code-elixir").replaceChildren(...highlight(elixir(cookie.name, primary, rotated)));
  byId("code-js").replaceChildren(...highlight(javascript(cookie.name, primary, rotated)));
}

const quoted = (text) => JSON.stringify(text || "…");
const odd = (keys) => Object.keys(DEFAULTS).filter((name) => keys[name] !== DEFAULTS[name]);
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function salts(keys, { name, atom }) {
  return [
    `${name("signingSalt")}: ${quoted(keys.signingSalt)}`,
    ...(keys.encryptionSalt ? [`${name("encryptionSalt")}: ${quoted(keys.encryptionSalt)}`] : []),
    ...odd(keys).map((option) => `${name(option)}: ${option === "keyDigest" ? atom(keys[option]) : keys[option]}`),
  ];
}

function elixir(key, primary, rotated) {
  const style = { name: snake, atom: (name) => `:${name}` };
  const older = rotated.map((keys, index) => `    [secret_key_base: System.get_env("OLD_SECRET_${index + 1}"), ${salts(keys, style).join(", ")}]`);
  return `@session_options [
  store: :cookie,
  key: ${quoted(key)},
  ${salts(primary, style).join(",\n  ")},
${older.length ? `  rotating_options: [\n${older.join(",\n")}\n  ],\n` : ""}  same_site: "Lax"
]

plug Plug.Session, @session_options`;
}

function javascript(key, primary, rotated) {
  const style = { name: (name) => name, atom: quoted };
  const older = rotated.map((keys, index) => `    { secretKeyBase: env.OLD_SECRET_${index + 1}, ${salts(keys, style).join(", ")} },\n`);
  return `import { env } from "cloudflare:workers";
import { createSessions } from "waxseal";

const sessions = createSessions({
  store: "cookie",
  key: ${quoted(key)},
  secretKeyBase: env.SECRET_KEY_BASE,
  ${salts(primary, style).join(",\n  ")},
${older.length ? `  rotatingOptions: [\n${older.join("")}  ],\n` : ""}  sameSite: "Lax",
});

export default {
  fetch: sessions.handle((request, session) => {
    const visits = session.get("visits", 0) + 1;
    session.put("visits", visits);
    return new Response(\`visit \${visits}\`);
  }),
};`;
}
