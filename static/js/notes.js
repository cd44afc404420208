// Shows the quotation behind a number while it is pointed at or has the focus.
const preview = document.createElement("div");
preview.className = "preview";
preview.setAttribute("aria-hidden", "true");
preview.hidden = true;
document.body.append(preview);

function show(mark) {
  const note = document.querySelector(mark.hash);
  if (!note || mark.closest(".quotation")) return;
  preview.replaceChildren(...[...note.children].map((child) => child.cloneNode(true)));
  for (const one of preview.querySelectorAll("[id]")) one.removeAttribute("id");
  for (const link of preview.querySelectorAll("a")) link.tabIndex = -1;
  preview.hidden = false;
  const place = mark.getBoundingClientRect();
  const room = document.documentElement.clientWidth - preview.offsetWidth - 16;
  const below = place.bottom + preview.offsetHeight + 8 < window.innerHeight;
  preview.style.left = `${window.scrollX + Math.max(8, Math.min(place.left, room))}px`;
  preview.style.top = `${window.scrollY + (below ? place.bottom + 6 : place.top - preview.offsetHeight - 6)}px`;
}

function hide() {
  preview.hidden = true;
}

for (const mark of document.querySelectorAll('.notes a[href^="#note-"]')) {
  mark.addEventListener("mouseenter", () => show(mark));
  mark.addEventListener("focus", () => show(mark));
  mark.addEventListener("mouseleave", hide);
  mark.addEventListener("blur", hide);
}
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
});
