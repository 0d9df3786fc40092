// Sets light or dark before the first paint: the person's choice, else the system's.
(() => {
  const wanted = localStorage.getItem("theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  document.documentElement.dataset.bsTheme = wanted;
})();
