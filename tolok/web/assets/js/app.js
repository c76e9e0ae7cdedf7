// Everything here adds to pages that already work without it.
import "./requests.js";
import "./drop.js";
import "./focus.js";
import "./keys.js";
import "./overlays.js";
import "./chart-loader.js";

if (document.querySelector("[data-calendar]")) import("./calendar.js");
