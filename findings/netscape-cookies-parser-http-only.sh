#!/usr/bin/env bash
# netscape-cookies-parser 1.0.2: the lines of HttpOnly cookies, which begin with "#HttpOnly_" in the files that curl and Python's MozillaCookieJar write (https://curl.se/docs/http-cookies.html),
# are passed over as remarks. Most sessions' cookies are HttpOnly: the log-in that was saved is the one that isn't there.
# Seen, of a file with `sid`, HttpOnly, and `theme`: "theme=dark".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts netscape-cookies-parser@1.0.2 >/dev/null
printf '# Netscape HTTP Cookie File\n\n#HttpOnly_example.com\tFALSE\t/\tFALSE\t0\tsid\tabc\nexample.com\tFALSE\t/\tFALSE\t0\ttheme\tdark\n' >cookies.txt
cat >only.mjs <<'JS'
import { CookieJar } from "netscape-cookies-parser";
const jar = new CookieJar();
jar.load("cookies.txt");
console.log(jar.toString());
JS
said=$(node only.mjs)
echo "$said"
[ "$said" = "theme=dark" ]
