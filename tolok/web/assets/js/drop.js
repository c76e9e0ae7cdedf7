// Files and folders dropped on [data-drop] go into its file input; data-drop="submit" sends at once.
async function filesOf(entry) {
  if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) return found;
    for (const inner of some) found.push(...(await filesOf(inner)));
  }
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const all = entries.length
    ? (await Promise.all(entries.map(filesOf))).flat()
    : [...transfer.files];
  const box = new DataTransfer();
  all.forEach((file) => box.items.add(file));
  return box.files;
}

function list(zone) {
  const place = zone.querySelector("[data-drop-names]");
  const input = zone.querySelector("input[type=file]");
  if (place && input) place.textContent = [...input.files].map((file) => file.name).join(", ");
}

function send(zone) {
  list(zone);
  if (zone.dataset.drop === "submit") zone.closest("form")?.requestSubmit();
}

const zoneOf = (event) => event.target.closest?.("[data-drop]");

for (const name of ["dragover", "dragleave", "drop"]) {
  addEventListener(name, (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("is-over", name === "dragover");
  });
}

addEventListener("drop", async (event) => {
  const zone = zoneOf(event);
  const input = zone?.querySelector("input[type=file]");
  if (!input) return;
  const files = await dropped(event.dataTransfer);
  if (!files.length) return;
  input.files = files;
  send(zone);
});

addEventListener("change", (event) => {
  const zone = event.target.type === "file" && zoneOf(event);
  if (zone) send(zone);
});
