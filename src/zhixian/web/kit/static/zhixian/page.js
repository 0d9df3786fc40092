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
// Texts that the site will not take together stay where they are: the page is not left, so nothing that was typed is lost.
function bytesOfTexts(form) {
  const plain = form.enctype !== "multipart/form-data";
  let bytes = 0;
  for (const [name, text] of new FormData(form)) {
    if (typeof text !== "string") continue;
    if (plain) bytes += new URLSearchParams([[name, text]]).toString().length + 1;
    else bytes += new Blob([text.replace(/\r?\n/g, "\r\n")]).size;
  }
  return bytes;
}
function refuseTooMuch(form) {
  form.querySelector(".too-much")?.remove();
  const most = Number(document.body.dataset.mostText);
  const bytes = bytesOfTexts(form);
  if (!(bytes > most)) return false;
  const megabytes = (many) => (many / 1048576).toFixed(1).replace(".0", "");
  const told = document.createElement("p");
  told.className = "alert alert-danger too-much";
  told.setAttribute("role", "alert");
  told.tabIndex = -1;
  told.textContent = `没有提交：填的文字合计 ${megabytes(bytes)} MB，一次不能超过 ${megabytes(most)} MB。填的都还在，请减短以后再提交，或者分成几次。`;
  form.prepend(told);
  told.focus();
  return true;
}
// A form that has been sent is not sent again while the site is slow to answer; who presses once more is told so.
const LONGEST_ANSWER = 60000; // ms; after that, or where the answer is a file and the page stays, it may be sent anew
const FILE_ANSWER = 8000;
function tellSent(form, button) {
  const told = document.querySelector(".sent-already") || document.createElement("p");
  told.className = "help sent-already";
  told.setAttribute("role", "status");
  told.textContent = "已经提交，网站还没有回答，请等一等，不用再按。";
  (button || form.lastElementChild).after(told);
}
function forgetSent(form) {
  delete form.dataset.sent;
  document.querySelector(".sent-already")?.remove();
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    tellSent(form, event.submitter);
    return;
  }
  if (event.defaultPrevented) return; // by the form's own script: nothing has been sent
  if (form.method === "post" && refuseTooMuch(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (form.method === "post" && !form.hasAttribute("hx-post")) {
    form.dataset.sent = "yes";
    setTimeout(() => forgetSent(form), form.hasAttribute("data-gives-file") ? FILE_ANSWER : LONGEST_ANSWER);
  }
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(forgetSent));
if (matchMedia("(max-width: 60rem)").matches) {
  document.querySelectorAll("[data-fold-on-phone]").forEach((fold) => fold.removeAttribute("open"));
}
// What an address leads to is not shut away: a fold opens when it, or something in it, is asked for, by a link or in the address.
function openFoldOf(fragment) {
  let name = fragment.slice(1);
  try {
    name = decodeURIComponent(name);
  } catch {
    return;
  }
  const target = document.getElementById(name);
  const folds = [];
  for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) if (!fold.open) folds.push(fold);
  if (!folds.length) return;
  folds.forEach((fold) => fold.setAttribute("open", ""));
  target.scrollIntoView();
}
document.addEventListener("click", (event) => {
  const mark = event.target.closest('a[href^="#"]');
  if (mark) openFoldOf(mark.hash);
});
addEventListener("hashchange", () => openFoldOf(location.hash));
openFoldOf(location.hash);
// Typing is a sign of life: the session of whoever fills in a long form goes on.
let heardOf = Date.now();
document.addEventListener("input", (event) => {
  const here = document.body.dataset.here;
  if (!here || !event.target.closest("form") || Date.now() - heardOf < document.body.dataset.idle * 100) return;
  heardOf = Date.now();
  fetch(here, { method: "POST", headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value } }).catch(() => {});
});
// A page on which somebody has begun to fill in a form is not loaded anew by what it waits for: that would lose what was typed.
// The part that asked is put still and says that there is more to see. Whoever was signed out (204) is led away as ever.
let typed = false;
document.addEventListener("input", (event) => { typed ||= Boolean(event.target.closest("main form")); });
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr, elt } = event.detail;
  if (!typed || xhr.status !== 200 || xhr.getResponseHeader("HX-Refresh") !== "true") return;
  event.preventDefault();
  const still = elt.cloneNode(true);
  still.removeAttribute("hx-trigger");
  still.removeAttribute("hx-get");
  const told = document.createElement("p");
  told.className = "alert alert-info";
  told.setAttribute("role", "status");
  told.textContent = "已经做完。您正在填的还没有提交，所以没有自动刷新；提交以后，或者重新打开这一页，就能看到。";
  still.prepend(told);
  elt.replaceWith(still);
});
// Who writes long is told how much room is left, before the field stops taking signs.
const SHORT_FIELD = 20;
document.addEventListener("input", ({ target }) => {
  const most = target.maxLength;
  if (!(most >= SHORT_FIELD) || target.type === "password") return;
  const left = most - target.value.length;
  const next = target.nextElementSibling;
  const note = next?.matches(".room-left") ? next : document.createElement("p");
  if (left > Math.max(SHORT_FIELD / 2, most / 10)) {
    note.remove();
    return;
  }
  note.className = "help room-left";
  note.setAttribute("role", "status");
  if (note !== next) target.after(note);
  note.textContent = left > 0 ? `还可以写 ${left} 个字，最多 ${most} 个` : `已满 ${most} 个字，写不进去了`;
});
// A password can be looked at while it is typed.
document.querySelectorAll("main input[type=password]").forEach((field) => {
  const look = document.createElement("button");
  look.type = "button";
  look.className = "btn btn-sm look-at-password";
  look.textContent = "显示";
  look.setAttribute("aria-label", "显示输入的内容");
  look.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    look.textContent = shown ? "显示" : "隐藏";
    look.setAttribute("aria-label", `${look.textContent}输入的内容`);
  });
  field.form?.addEventListener("submit", () => (field.type = "password"));
  field.after(look);
});
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
