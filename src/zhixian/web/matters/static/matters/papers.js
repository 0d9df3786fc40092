// The materials of a dossier come and go without leaving the page: what is being typed beside them stays as it is.
const itemOf = (form) => form.closest("[data-papers] > li");
// Puts the item as the site has it now in place of the one at hand, with what the site says of it.
function show(item, page) {
  const fresh = page?.getElementById(item.id);
  if (!fresh) return false;
  fresh.prepend(...page.querySelectorAll("#main > .alert[role=status]"));
  document.querySelector("[data-refusal]")?.remove();
  const next = document.importNode(fresh, true);
  item.replaceWith(next);
  next.querySelector("[type=file], button, a")?.focus();
  return true;
}
const read = async (answer) => (answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null);
function tell(form, sentence) {
  const item = itemOf(form);
  item.querySelectorAll("button").forEach((button) => { button.disabled = false; });
  delete form.dataset.sent;
  const wrong = item.querySelector(".errors");
  wrong.replaceChildren(...sentence.split("\n").map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  wrong.hidden = false;
  const bar = item.querySelector("progress");
  if (bar) bar.hidden = true;
  (form.querySelector("[type=file]") || form.querySelector("button")).focus();
}
function upload(form) {
  const bar = form.querySelector("progress");
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (step) => {
    bar.hidden = false;
    bar.value = (100 * step.loaded) / step.total;
  });
  request.addEventListener("loadend", async () => {
    if (request.status === 422) return tell(form, request.responseText);
    if (request.status !== 204) return tell(form, "没有传上：可能已退出登录、文件太大或网络断了。请在新标签页登录后再上传");
    const page = await read(await fetch(location.pathname).catch(() => null));
    if (!show(itemOf(form), page)) tell(form, "已经传上，但这一页没有更新出来。请先按“保存”，再看材料");
  });
  request.open("POST", form.action);
  request.setRequestHeader("X-Upload", "1");
  request.send(new FormData(form));
}
async function takeBack(form) {
  const page = await read(await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null));
  if (!show(itemOf(form), page)) tell(form, "没有删去：可能已退出登录、这件已经提交或网络断了。请在新标签页看一看再删");
}
// After page.js, which stops a form that was sent already.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !itemOf(form)) return;
  event.preventDefault();
  if (form.matches("[data-upload]")) upload(form);
  else takeBack(form);
  itemOf(form).querySelectorAll("button").forEach((button) => { button.disabled = true; });
});
