// The form of a matter: saves as one types, shows questions that hang on others, tells how an upload goes.
const form = document.querySelector("[data-autosave]");
if (form) {
  const saved = document.getElementById("saved");
  const version = document.getElementById("version");
  let waiting = null;
  let running = Promise.resolve();
  const was = document.getElementById("was");
  let signedOut = false;
  // Signing in anew, in another tab, changes the token that forms are sent with.
  const freshToken = async () => {
    const answer = await fetch(location.pathname, { headers: { "X-Poll": "1" } }).catch(() => null);
    const page = answer && answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const token = page?.querySelector("#answers [name=csrfmiddlewaretoken]")?.value;
    if (token) document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
    return Boolean(token);
  };
  const save = async () => {
    waiting = null;
    if (signedOut && !(await freshToken())) return later();
    const sent = new FormData(form);
    const answer = await fetch(form.dataset.autosave, {
      method: "POST", body: new URLSearchParams(sent), headers: { "HX-Request": "true" },
    }).catch(() => null);
    const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = page && answer.ok && page.querySelector("body > [data-version], body > [data-refused]");
    signedOut = Boolean(answer) && !told && (answer.redirected || answer.status === 403);
    if (signedOut) {
      saved.textContent = "没有存上：已退出登录，请在新标签页登录后再保存。填的内容还在这一页，登录以后会接着存。";
      return later();
    }
    if (!told) {
      saved.textContent = "没有存上，请按“保存”";
      return;
    }
    saved.replaceChildren(told);
    if (!told.dataset.version) return;
    version.value = told.dataset.version;
    const kept = JSON.parse(was.value);
    Object.keys(kept).forEach((name) => {
      if (sent.has(name)) kept[name] = Array.isArray(kept[name]) ? sent.getAll(name) : sent.get(name);
    });
    was.value = JSON.stringify(kept);
  };
  const later = () => soon(5000);
  const soon = (delay) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { running = running.then(save); }, delay);
  };
  form.addEventListener("input", () => soon(900));
  form.addEventListener("change", () => soon(50));
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (!signedOut) return;
    event.preventDefault();
    delete form.dataset.sent;
    running = running.then(save);
  });
}
document.querySelectorAll("[data-upload]").forEach((upload) => upload.addEventListener("submit", (event) => {
  event.preventDefault();
  const bar = upload.querySelector("progress");
  const wrong = upload.querySelector(".errors");
  const request = new XMLHttpRequest();
  const say = (sentence) => {
    const line = document.createElement("li");
    line.textContent = sentence;
    wrong.replaceChildren(line);
    wrong.hidden = false;
    bar.hidden = true;
    delete upload.dataset.sent;
    upload.querySelector("[type=file]").focus();
  };
  request.upload.addEventListener("progress", (step) => {
    bar.hidden = false;
    bar.value = (100 * step.loaded) / step.total;
  });
  request.addEventListener("loadend", () => {
    if (request.status === 422) return say(request.responseText);
    if (request.status !== 204) return say("没有传上：可能已退出登录、文件太大或网络断了。请在新标签页登录后再上传");
    // A fresh GET: the page at hand may itself be the answer to a POST, and reloading that would hand the form in again.
    location.replace(`${location.pathname}?uploaded=${Date.now()}#${upload.closest("li").id}`);
  });
  request.open("POST", upload.action);
  request.setRequestHeader("X-Upload", "1");
  request.send(new FormData(upload));
}));
const first = document.querySelector("[data-refusal]") && document.querySelector('[aria-invalid="true"]');
(first || document.querySelector("[data-refusal]"))?.focus();
