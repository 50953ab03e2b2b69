// @ts-check
// What stands around a session in Phoenix. Its documentation is in phoenix.d.ts.

export { logIn, logOut, userToken } from "./phoenix/auth.js";
export { CsrfError, csrfToken, csrfTokenFor, dumpStateFromSession, validStateAndCsrfToken } from "./phoenix/csrf.js";
export { protectFromForgery, protectScript, verifyCsrf } from "./phoenix/csrf_check.js";
export { flash } from "./phoenix/flash.js";
export { rememberMe } from "./phoenix/remember_me.js";
export { SignedCookie } from "./phoenix/signed_cookie.js";
export { Token } from "./phoenix/token.js";
