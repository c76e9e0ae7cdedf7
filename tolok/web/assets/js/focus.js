// A press in a picture writes its place into the two fields below; the fields work alone as well.
addEventListener("click", (event) => {
  const image = event.target.closest?.("[data-focus] img");
  const form = image && document.querySelector("form:has([name=focus_x])");
  if (!form) return;
  const box = image.getBoundingClientRect();
  const percent = (at, from, size) => Math.round(Math.min(1, Math.max(0, (at - from) / size)) * 100);
  form.elements.focus_x.value = percent(event.clientX, box.left, box.width);
  form.elements.focus_y.value = percent(event.clientY, box.top, box.height);
});
