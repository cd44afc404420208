// Suggestions are walked through with the arrow keys; "/" leads to the search.
document.addEventListener("keydown", (event) => {
  const box = event.target.closest("[role=search]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (box && step) {
    const stops = [box.querySelector("input"), ...box.querySelectorAll(".suggestions a")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (next && stops.includes(document.activeElement)) {
      event.preventDefault();
      next.focus();
    }
  } else if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const input = document.querySelector("[role=search] input");
    if (input && !event.target.closest("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      input.focus();
    }
  }
});
