// How many rows are ticked, and a clean desk when it comes back from the browser's memory.
const bar = document.querySelector("#together [data-ticked]");
const ticks = [...document.querySelectorAll('input[name="row"][form="together"]')];
function told() {
  const number = ticks.filter((tick) => tick.checked).length;
  if (bar) bar.textContent = number ? `选中 ${number} 件` : "选中的";
}
document.addEventListener("change", (event) => ticks.includes(event.target) && told());
addEventListener("pageshow", (event) => {
  if (event.persisted) ticks.forEach((tick) => { tick.checked = false; });
  told();
});
