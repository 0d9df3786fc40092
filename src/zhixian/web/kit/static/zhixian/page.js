// Small manners of every page: the theme button, menus that fold on phones, buttons that cannot be pressed twice.
document.addEventListener("click", (event) => {
  const toggle = event.target.closest("[data-theme-toggle]");
  if (toggle) {
    const next = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
    document.documentElement.dataset.bsTheme = next;
    localStorage.setItem("theme", next);
    document.dispatchEvent(new CustomEvent("themechange"));
    return;
  }
  const printer = event.target.closest("[data-print]");
  if (printer) window.print();
  document.querySelectorAll(".person-menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  });
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method === "post" && !form.hasAttribute("hx-post")) {
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 8000);
  }
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
if (matchMedia("(max-width: 60rem)").matches) {
  document.querySelectorAll("[data-fold-on-phone]").forEach((fold) => fold.removeAttribute("open"));
}
document.querySelector("main [aria-invalid=true], main [data-first-error]")?.focus();
document.addEventListener("keydown", (event) => {
  // "/" goes to the search, except while somebody types.
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, textarea, select, [contenteditable]")) {
    const box = document.querySelector("#search-words") || document.querySelector("[data-search]");
    event.preventDefault();
    box.focus();
    box.select();
    return;
  }
  if (event.key !== "Escape") return;
  document.querySelectorAll("details[open].person-menu, details[open].site-nav-fold").forEach((menu) => {
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  });
});
