// Two small helps in the admin's forms; without them everything works too.
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
});
