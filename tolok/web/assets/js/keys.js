// A key presses the visible thing that carries it: <a data-key="g n">, <a data-key="ArrowLeft">.
// So no key exists without a visible equivalent. <html data-keys="off"> switches them off.
import { dismiss, open } from "./overlays.js";

const WAIT = 1200; // ms in which the second key of "g n" must come
let first = "";
let timer = 0;

const typing = (el) => el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName);

function carrier(key) {
  const all = document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  return [...all].find((el) => el.getClientRects().length > 0);
}

function press(el) {
  if (typing(el)) el.focus();
  else el.click();
}

function pressed(event) {
  if (event.key === "Escape") {
    if (!dismiss() && !typing(event.target)) carrier("Escape")?.click();
    return;
  }
  if (document.documentElement.dataset.keys === "off") return;
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) return use(event, "mod k");
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const key = first ? `${first} ${event.key}` : event.key;
  clearTimeout(timer);
  first = "";
  if (use(event, key)) return;
  if (document.querySelector(`[data-key^="${CSS.escape(event.key)} "]`)) {
    first = event.key;
    timer = setTimeout(() => (first = ""), WAIT);
  }
}

function use(event, key) {
  const el = carrier(key);
  if (!el) return false;
  event.preventDefault();
  press(el);
  return true;
}

// The help lists the keys of this very page, from the things that carry them.
const PRINTED = { ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", "mod k": "Ctrl/⌘ K" };

function label(el) {
  const words = el.dataset.keyName || el.getAttribute("aria-label");
  if (words) return words;
  const copy = el.cloneNode(true);
  copy.querySelectorAll("kbd, .nav-count").forEach((part) => part.remove());
  return copy.textContent.trim();
}

function fill(list) {
  const seen = new Set();
  list.replaceChildren();
  for (const el of document.querySelectorAll("[data-key]")) {
    const key = el.dataset.key;
    if (seen.has(key)) continue;
    seen.add(key);
    const row = document.createElement("div");
    const name = document.createElement("dt");
    const value = document.createElement("dd");
    const cap = document.createElement("kbd");
    name.textContent = label(el);
    cap.textContent = PRINTED[key] ?? key;
    value.append(cap);
    row.append(name, value);
    list.append(row);
  }
}

addEventListener("keydown", pressed);
addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog=keys]");
  const list = document.querySelector("#keys .keys");
  if (!opener || !list) return;
  event.preventDefault();
  fill(list);
  open(document.getElementById("keys"));
});
