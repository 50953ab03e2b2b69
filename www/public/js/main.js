// The page begins here. The package is loaded with everything that uses it: if that fails, the page says so.
import "./copy.js";
import { byId } from "./dom.js";

try {
  const [{ startInspector }, { startVisit }, { startLogOut }, { startMeasure }] = await Promise.all([
    import("./inspector.js"), import("./worker-visit.js"), import("./log-out.js"), import("./measure.js"),
  ]);
  startInspector();
  startVisit();
  startLogOut();
  startMeasure();
} catch (error) {
  byId("verdict-title").textContent = "The package did not load";
  byId("verdict-text").textContent = `This browser says: ${error.message}`;
  throw error;
}
