// The sessions that everything is measured with: a login, a Phoenix app's, and one with a full cart, by the bytes of their JSON.

export const SIZES = [66, 327, 1846];

/** How many there are of each: a contestant that remembers its last cookie gains nothing. */
export const VARIANTS = 8;

const login = (variant) => ({ user_id: 184_467 + variant, visits: 1000 });
const app = (variant) => ({
  ...login(variant),
  live_socket_id: "users_sessions:d0_6EsNHPjwUfSvar945tNEJtS0KjLAdvr2Nr76_qZQ",
  user_return_to: "/users/settings?tab=security&from=mail",
  user_remember_me: true,
  locale: "de",
  phoenix_flash: { info: "Welcome back! ✓" },
});
const cart = Array.from({ length: 15 }, (_, at) => (
  { sku: `WAX-${1000 + 37 * at}-RED`, title: `Sealing wax, stick no. ${at + 1}`, pieces: (at % 4) + 1, cents: 1290 + 55 * at, gift: at % 5 === 0 }));
const shop = (variant) => ({ ...app(variant), cart });
const makers = [login, app, shop];

/** The sessions of that size, each another. @param {number} size @returns {Record<string, unknown>[]} */
export const sessionsOf = (size) => Array.from({ length: VARIANTS }, (_, variant) => filled(makers[SIZES.indexOf(size)](variant), size));

const bytesOf = (session) => new TextEncoder().encode(JSON.stringify(session)).length;

/** To the byte: the CSRF token makes up what is missing. */
function filled(session, bytes) {
  const missing = bytes - bytesOf({ ...session, csrf: "" });
  if (missing < 0) throw new Error(`a session is ${-missing} bytes longer than ${bytes}`);
  return { ...session, csrf: "y2O0hQ3bX3vRkQ0ZWc1u_Lx-".repeat(Math.ceil(missing / 24)).slice(0, missing) };
}
