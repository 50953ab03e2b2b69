// The page in a real Chromium against the real Worker: everything on it is clicked, and nothing may complain.
import "./demo.js";
import "./paste.js";
import "./tokens.js";
import "./explained.js";
import "./worker-page.js";
import "./measure-page.js";
