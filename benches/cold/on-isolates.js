// Inside of workerd: makes isolates, each as fresh as after a deployment, and asks each for its first cookie.

const modules = new Map();

export default {
  async fetch(request, env) {
    const { define, code, wasm, run, times, headers, wanted } = await request.json();
    if (define) {
      const compiled = wasm.map(([name, base64]) => [name, { wasm: Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer }]);
      modules.set(define, { "main.js": code, ...Object.fromEntries(compiled) });
      return new Response("done");
    }
    for (let time = 0; time < times; time += 1) {
      const isolate = env.LOADER.load({
        compatibilityDate: "2026-01-01", compatibilityFlags: ["nodejs_compat"], mainModule: "main.js", modules: modules.get(run), globalOutbound: null,
      });
      const response = await isolate.getEntrypoint().fetch("http://isolate/", { method: "POST", body: JSON.stringify({ headers, wanted }) });
      const text = await response.text();
      if (text !== "done") return new Response(text, { status: 500 });
    }
    return new Response("done");
  },
};
