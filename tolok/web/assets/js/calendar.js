// Posts of the calendar move by drag, and by the arrow keys with Shift; both send the plain form.
// Arrow keys alone go from post to post. Without this file the form below the days does the same.
const root = document.querySelector("[data-calendar]");
const form = document.querySelector("#drag");
const idOf = (chip) => chip.parentElement.querySelector("input[name=post]")?.value;

function send(fields) {
  for (const input of form.querySelectorAll("input")) {
    if (input.name in fields) input.value = fields[input.name];
  }
  form.requestSubmit();
}

function near(chip, key) {
  const days = [...root.querySelectorAll("[data-day]")].filter((day) => day.querySelector(".chip"));
  const day = chip.closest("[data-day]");
  const chips = [...day.querySelectorAll(".chip")];
  const at = chips.indexOf(chip);
  if (key === "ArrowUp") return chips[at - 1];
  if (key === "ArrowDown") return chips[at + 1];
  const other = days[days.indexOf(day) + (key === "ArrowLeft" ? -1 : 1)];
  const there = other ? [...other.querySelectorAll(".chip")] : [];
  return there[Math.min(at, there.length - 1)];
}

root.addEventListener("keydown", (event) => {
  const chip = event.target.closest?.(".chip");
  if (!chip || !/^Arrow/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.stopPropagation();
  event.preventDefault();
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const id = idOf(chip);
  if (!event.shiftKey) near(chip, event.key)?.focus();
  else if (step && form && id) send({ act: "shift", post: id, days: step });
});

if (form) {
  let held = null;
  for (const chip of root.querySelectorAll(".chip")) chip.draggable = Boolean(idOf(chip));
  root.addEventListener("dragstart", (event) => {
    held = event.target.closest?.(".chip");
    if (held) event.dataTransfer.setData("text/plain", idOf(held) ?? "");
  });
  root.addEventListener("dragend", () => (held = null));
  for (const name of ["dragover", "dragleave", "drop"]) {
    root.addEventListener(name, (event) => {
      const cell = event.target.closest?.(".cell");
      if (!held || !cell) return;
      event.preventDefault();
      cell.classList.toggle("is-over", name === "dragover");
      if (name === "drop") drop(held, cell);
    });
  }
}

// Within its row a post keeps its minutes; in another it takes the hour of that row.
function drop(chip, cell) {
  const from = chip.closest(".cell");
  if (from === cell) return;
  const hour = cell.dataset.hour;
  const time = hour === "" || from.dataset.hour === hour ? "" : `${hour.padStart(2, "0")}:00`;
  send({ act: "move", post: idOf(chip), day: cell.closest("[data-day]").dataset.day, time });
}
