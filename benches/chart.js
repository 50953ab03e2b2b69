// One picture of whole requests: how many times as long each peer takes.

/** @param {{ runtime: string, kind: string, job: string, size: number, times: Map<string, number> }[]} results */
export function chart(results) {
  const cells = results.filter(({ job, size }) => job === "request" && size === 327);
  const bars = cells.flatMap(({ runtime, kind, times }) => [
    { title: `${runtime}, ${kind}, 327 bytes` },
    ...[...times].sort((left, right) => left[1] - right[1]).map(([name, ns]) => ({ name, ns, ratio: ns / (times.get("waxseal") ?? ns) })),
  ]);
  const longest = Math.max(...bars.map(({ ratio }) => ratio ?? 0), 1);
  // By orders of magnitude, or the slowest would leave the others no room.
  const width = (/** @type {number} */ ratio) => 12 + (Math.log10(Math.max(ratio, 0.3) / 0.3) / Math.log10(longest / 0.3)) * 380;
  const rows = bars.map((bar, at) => {
    const y = 24 + at * 20;
    if (bar.title) return `<text x="10" y="${y + 11}" font-weight="bold">${bar.title}</text>`;
    const ours = bar.name === "waxseal";
    return `<text x="160" y="${y + 11}" text-anchor="end">${bar.name}</text><rect x="168" y="${y}" width="${width(bar.ratio ?? 1).toFixed(0)}" height="14" rx="2" fill="${ours ? "#c2571a" : "#9aa5b1"}"/><text x="${(width(bar.ratio ?? 1) + 174).toFixed(0)}" y="${y + 11}">${ours ? `${((bar.ns ?? 0) / 1000).toFixed(1)} µs` : `${bar.ratio?.toFixed(1)}×`}</text>`;
  });
  const height = 34 + bars.length * 20;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#4a5560"><title>Whole requests: Cookie header in, Set-Cookie header out. Shorter is faster; the scale is logarithmic.</title>
${rows.join("\n")}
</svg>
`;
}
