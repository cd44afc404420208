// Two small helps in the admin's forms; without them everything works too.
document.addEventListener("DOMContentLoaded", () => {
  // Addresses last for ever, and Django proposes them without the letters that Kazakh alone has.
  const kazakh = { ә: "a", ғ: "g", қ: "k", ң: "n", ө: "o", ұ: "u", ү: "u", һ: "h", і: "i" };
  const propose = window.URLify;
  if (propose) {
    window.URLify = (text, length) =>
      propose(text.toLowerCase().replace(/[әғқңөұүһі]/g, (letter) => kazakh[letter]), length);
  }

  // What is wrong may stand far below the first screen.
  document.querySelector("#content form :is(.stale h2, .errorlist)")?.scrollIntoView({ block: "center" });
});
