// The theme changes at once; the form that holds the button tells the server to remember it.
addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-theme-set]");
  if (!button) return;
  const theme = button.dataset.themeSet;
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const other of document.querySelectorAll("[data-theme-set]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  dispatchEvent(new Event("tolok:theme"));
});
