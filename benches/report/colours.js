// For pictures in light and in dark: GitHub shows an SVG as an image, which asks for itself.

export const STYLE = `<style>
text{font:12px system-ui,sans-serif;fill:#1f2933}.b{font-weight:600}.s{font-size:11px;fill:#52606d}
.g{stroke:#cbd2d9}.one{stroke:#c2410c;stroke-width:1.5}.w{fill:#c2410c}
.c0{fill:#1d4ed8;stroke:#1d4ed8}.c1{fill:#c2410c;stroke:#c2410c}.c2{fill:#a21caf;stroke:#a21caf}.c3{fill:#047857;stroke:#047857}.c4{fill:#6b7280;stroke:#6b7280}
@media(prefers-color-scheme:dark){text{fill:#e4e7eb}.s{fill:#b0bac5}.g{stroke:#3e4c59}.one{stroke:#fb923c}.w{fill:#fb923c}
.c0{fill:#7ab0ff;stroke:#7ab0ff}.c1{fill:#fb923c;stroke:#fb923c}.c2{fill:#f0abfc;stroke:#f0abfc}.c3{fill:#5eead4;stroke:#5eead4}.c4{fill:#aab4c0;stroke:#aab4c0}}
</style>`;

/** A mark of its own for each runtime, as not everyone sees colours alike. */
export const MARKS = [
  (x, y) => `<circle class="c0" cx="${x}" cy="${y}" r="4.5"/>`,
  (x, y) => `<path class="c1" d="M${x - 4},${y - 4}h8v8h-8z"/>`,
  (x, y) => `<path class="c2" d="M${x},${y - 5.5}l5,9.5h-10z"/>`,
  (x, y) => `<path class="c3" d="M${x},${y - 6}l5,6l-5,6l-5,-6z"/>`,
  (x, y) => `<path class="c4" d="M${x - 4},${y - 4}l8,8m0,-8l-8,8" stroke-width="2.5"/>`,
];
