// Three small helps in the admin's forms; without them everything works too.
document.addEventListener("DOMContentLoaded", () => {
  // Addresses last for ever, and Django proposes them without the letters that Kazakh alone has.
  const kazakh = { ә: "a", ғ: "g", қ: "k", ң: "n", ө: "o", ұ: "u", ү: "u", һ: "h", і: "i" };
  const propose = window.URLify;
  if (propose) {
    window.URLify = (text, length) =>
      propose(text.toLowerCase().replace(/[әғқңөұүһі]/g, (letter) => kazakh[letter]), length);
  }

  // What is wrong may stand far below the first screen. Once more when all is drawn: until then the
  // browser may put the cursor into the first field, and go there.
  const wrong = document.querySelector("#content form :is(.stale h2, .errorlist)");
  const show = () => wrong?.scrollIntoView({ block: "center" });
  show();
  window.addEventListener("load", () => requestAnimationFrame(show));

  // Where a list to search in has taken the place of a field, the cursor goes along: now or later.
  const follow = (field) => {
    if (field.matches("select.select2-hidden-accessible")) {
      field.parentElement.querySelector(".select2-selection")?.focus({ preventScroll: true });
    }
  };
  document.addEventListener("focusin", (event) => follow(event.target));
  // After Django's script, which waits for the same, has made the lists.
  window.django?.jQuery?.(() => follow(document.activeElement));
});
