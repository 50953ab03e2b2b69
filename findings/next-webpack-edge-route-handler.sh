#!/usr/bin/env bash
# Next 16.4.6: `next build --webpack` of an app with a route handler that has `export const runtime = "edge"` compiles, and then fails while
# it collects page data: it opens .next/server/app/edge/route_client-reference-manifest.js, which it did not write (ENOENT). The same app
# builds by Turbopack, `next build`, and by webpack without that line.
# Seen: "Failed to collect page data for /edge" by webpack, exit 0 by Turbopack.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "name": "app", "private": true, "type": "module" }' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts next@16.4.6 react@19.3.1 react-dom@19.3.1 >/dev/null
mkdir -p app/edge
echo 'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }' >app/layout.js
printf 'export const runtime = "edge";\nexport const GET = () => new Response("ok");\n' >app/edge/route.js
export NEXT_TELEMETRY_DISABLED=1 CI=1
webpack=$(npx next build --webpack 2>&1 || true)
echo "webpack: $(grep -o 'Failed to collect page data for /edge' <<<"$webpack" || echo built)"
rm -rf .next
npx next build --turbopack >/dev/null 2>&1 && echo "Turbopack: built"
grep -q 'ENOENT.*route_client-reference-manifest.js' <<<"$webpack" && grep -q 'Failed to collect page data for /edge' <<<"$webpack"
