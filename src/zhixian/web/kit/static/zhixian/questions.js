// Questions that hang on another one are shown once that one is answered so; without a script all of them are on the page.
const put = () => document.querySelectorAll("[data-when]").forEach((row) => {
  const form = row.closest("form");
  const other = form.querySelector(`[name="${row.dataset.when}"]:checked`) || form.querySelector(`[name="${row.dataset.when}"]`);
  if (!other) return; // not on this page: the server has put what is to be asked
  const chosen = other && (other.type !== "radio" || other.checked) ? other.value : "";
  row.hidden = chosen !== row.dataset.is;
});
document.addEventListener("change", put);
put();
