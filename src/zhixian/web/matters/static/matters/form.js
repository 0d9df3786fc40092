// The form of a matter saves as one types, and loses nothing of it when the site answers late or the page is left.
const form = document.querySelector("[data-autosave]");
if (form) {
  const saved = document.getElementById("saved");
  const version = document.getElementById("version");
  const was = document.getElementById("was");
  let waiting = null;
  let running = null;
  let touched = 0;
  let kept = 0;
  let failed = false;
  let signedOut = false;
  let leaving = false;
  // Signing in anew, in another tab, changes the token that forms are sent with.
  const freshToken = async () => {
    const answer = await fetch(location.pathname, { headers: { "X-Poll": "1" } }).catch(() => null);
    const page = answer && answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const token = page?.querySelector("#answers [name=csrfmiddlewaretoken]")?.value;
    if (token) document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = token; });
    return Boolean(token);
  };
  const send = (sent, more) => fetch(form.dataset.autosave, {
    method: "POST", body: new URLSearchParams(sent), headers: { "HX-Request": "true" }, ...more,
  }).catch(() => null);
  const save = async () => {
    if (signedOut && !(await freshToken())) return soon(5000);
    const sent = new FormData(form);
    const upTo = touched;
    const answer = await send(sent);
    const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = page && answer.ok && page.querySelector("body > [data-version], body > [data-refused]");
    failed = !told?.dataset.version;
    signedOut = Boolean(answer) && !told && (answer.redirected || answer.status === 403);
    if (signedOut) {
      saved.textContent = "没有存上：已退出登录，请在新标签页登录后再保存。填的内容还在这一页，登录以后会接着存。";
      return soon(5000);
    }
    if (!told) {
      saved.textContent = "没有存上，请按“保存”";
      return;
    }
    saved.replaceChildren(told);
    if (failed) return;
    kept = upTo;
    version.value = told.dataset.version;
    const shown = JSON.parse(was.value);
    Object.keys(shown).forEach((name) => {
      if (sent.has(name)) shown[name] = Array.isArray(shown[name]) ? sent.getAll(name) : sent.get(name);
    });
    was.value = JSON.stringify(shown);
  };
  // One after the other: what is sent says what the page has been told of before.
  const saveNow = () => {
    const mine = (running || Promise.resolve()).then(save).finally(() => { if (running === mine) running = null; });
    running = mine;
    return mine;
  };
  const soon = (delay) => {
    clearTimeout(waiting);
    waiting = setTimeout(saveNow, delay);
  };
  const typed = (delay) => {
    touched += 1;
    soon(delay);
  };
  form.addEventListener("input", () => typed(900));
  form.addEventListener("change", () => typed(50));
  // After page.js, which stops a form that was sent already or is too long.
  document.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    clearTimeout(waiting);
    if (!signedOut && !running) {
      leaving = true;
      return;
    }
    event.preventDefault();
    if (signedOut) {
      delete form.dataset.sent;
      saveNow();
      return;
    }
    // What is being saved has to be told of first: handed in before it, it would look like another window's change.
    saved.textContent = "正在保存……";
    running.finally(() => {
      delete form.dataset.sent;
      if (!signedOut) form.requestSubmit(event.submitter);
    });
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (!leaving && failed && kept < touched) event.preventDefault();
  });
  addEventListener("pagehide", () => {
    if (!leaving && kept < touched) send(new FormData(form), { keepalive: true });
  });
}
const first = document.querySelector("[data-refusal]") && document.querySelector('[aria-invalid="true"]');
(first || document.querySelector("[data-refusal]"))?.focus();
