// A key presses the visible thing that carries it: <a data-key="x">, <a data-go="numbers"> for g n,
// the arrows of the period. So no key exists without a visible equivalent, and a key of something
// hidden is dead. <body data-shortcuts="off"> switches them off; they rest while one types.
import { dismiss } from "./overlays.js";

const WAIT = 1200; // ms in which the second key of "g n" must come
let first = "";
let timer = 0;

const GO = { c: "calendar", g: "goal", i: "inbox", k: "guide", n: "numbers", r: "report", s: "settings" };
const PERIOD = { ArrowLeft: ".period > a:first-child", ArrowRight: ".period > a:last-child" };

const typing = (el) => el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName);

function carriers(key) {
  const own = `[data-key="${CSS.escape(key)}"]`;
  if (key === "?") return `${own}, [data-open=keys]`;
  const place = key.startsWith("g ") && GO[key.slice(2)];
  const more = place ? `[data-go="${place}"]` : PERIOD[key];
  return more ? `${own}, ${more}` : own;
}

function carrier(key) {
  const all = document.querySelectorAll(carriers(key));
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
  if (document.body.dataset.shortcuts === "off") return;
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) return use(event, "mod k");
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const key = first ? `${first} ${event.key}` : event.key;
  clearTimeout(timer);
  first = "";
  if (use(event, key)) return;
  if (event.key === "g") {
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

// An empty list in the help is filled with the keys of this very page.
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
  const own = [...document.querySelectorAll("[data-key]")].map((el) => el.dataset.key);
  for (const key of [...Object.keys(GO).map((letter) => `g ${letter}`), ...Object.keys(PERIOD), ...own, "?"]) {
    const el = carrier(key);
    if (!el || seen.has(key)) continue;
    seen.add(key);
    const row = document.createElement("div");
    const value = document.createElement("dt");
    const name = document.createElement("dd");
    const cap = document.createElement("kbd");
    name.textContent = label(el);
    cap.textContent = PRINTED[key] ?? key;
    value.append(cap);
    row.append(value, name);
    list.append(row);
  }
}

addEventListener("keydown", pressed);
addEventListener("click", (event) => {
  const list = event.target.closest?.("[data-open=keys]") && document.querySelector("#keys .keys:empty");
  if (list) fill(list);
});
