// htmx under a strict content policy: no eval, no injected styles, answers to bad input are shown.
import htmx from "htmx.org";

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0, // pages hold business figures: none is left behind in the browser's storage
  refreshOnHistoryMiss: true,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "4(00|09|22)", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

// The words come from the page, so that they are in the reader's language.
function tell(kind) {
  const place = document.querySelector(".toasts");
  const words = place?.dataset[kind];
  if (!words) return;
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = words;
  place.replaceChildren(toast);
}

addEventListener("htmx:responseError", ({ detail }) =>
  tell(detail.xhr.status === 401 ? "ended" : "failed"),
);
addEventListener("htmx:sendError", () => tell("offline"));
addEventListener("htmx:timeout", () => tell("offline"));

addEventListener("htmx:xhr:progress", ({ target, detail }) => {
  const bar = target.querySelector?.("progress");
  if (!bar || !detail.lengthComputable) return;
  bar.hidden = false;
  bar.max = detail.total;
  bar.value = detail.loaded;
});
