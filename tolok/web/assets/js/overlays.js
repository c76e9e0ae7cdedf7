// Menus, dialogs and the why-panel: they close with Escape, give the focus back, and never trap it.
let opener = null;

function closeDrawer(drawer) {
  drawer.replaceChildren();
  opener?.focus?.();
  opener = null;
  const url = new URL(location.href);
  if (url.searchParams.has("why")) {
    url.searchParams.delete("why");
    url.hash = "";
    history.replaceState(history.state, "", url);
  }
}

// Close the topmost open thing; false when nothing was open.
export function dismiss() {
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return true;
  }
  const drawer = document.querySelector(".drawer:not(:empty)");
  if (drawer && !document.querySelector("dialog[open]")) {
    closeDrawer(drawer);
    return true;
  }
  return Boolean(document.querySelector("dialog[open]")); // the browser closes it itself
}

addEventListener("click", (event) => {
  const target = event.target;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
  if (target.tagName === "DIALOG") target.close(); // a click beside the content
  const named = target.closest?.("[data-open]")?.dataset.open;
  const dialog = named && document.getElementById(named);
  if (dialog) {
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
  }
  const close = target.closest?.("[data-close]");
  if (!close) return;
  const around = close.closest("dialog, .drawer, .toast");
  if (!around) return;
  event.preventDefault();
  if (around.tagName === "DIALOG") around.close();
  else if (around.classList.contains("drawer")) closeDrawer(around);
  else around.remove();
});

addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target?.classList.contains("drawer")) opener = detail.elt;
});

addEventListener("htmx:afterSwap", ({ detail }) => {
  if (!detail.target?.classList.contains("drawer")) return;
  const head = detail.target.querySelector("h2");
  head?.setAttribute("tabindex", "-1");
  head?.focus();
});
