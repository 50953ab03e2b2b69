#!/usr/bin/env bash
# @cookie-baker/core 0.2.1: the first example of its README, `parse("ga=ga-value;adc=adc-value")`, gives one cookie, which holds the other: cookies are parted where a semicolon has a space after it, and nowhere else.
# Seen: {"ga":"ga-value;adc=adc-value"}.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @cookie-baker/core@0.2.1 >/dev/null
cat >parse.cjs <<'JS'
const { Cookie } = require("@cookie-baker/core");
console.log(JSON.stringify(new Cookie().parse("ga=ga-value;adc=adc-value")));
JS
said=$(node parse.cjs)
echo "$said"
[ "$said" = '{"ga":"ga-value;adc=adc-value"}' ]
