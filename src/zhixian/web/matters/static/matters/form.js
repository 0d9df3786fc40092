// The form of a matter: saves as one types, shows questions that hang on others, tells how an upload goes.
const form = document.querySelector("[data-autosave]");
if (form) {
  const saved = document.getElementById("saved");
  const version = document.getElementById("version");
  let waiting = null;
  let running = Promise.resolve();
  const save = async () => {
    waiting = null;
    const answer = await fetch(form.dataset.autosave, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "HX-Request": "true" },
    }).catch(() => null);
    if (!answer || !answer.ok) {
      saved.textContent = "没有存上，请按“保存”";
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    saved.replaceChildren(...page.body.childNodes);
    const mark = saved.querySelector("[data-version]");
    if (mark) version.value = mark.dataset.version;
  };
  const soon = (delay) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { running = running.then(save); }, delay);
  };
  const put = () => form.querySelectorAll("[data-when]").forEach((row) => {
    const other = form.querySelector(`[name="${row.dataset.when}"]:checked`) || form.querySelector(`[name="${row.dataset.when}"]`);
    const chosen = other && (other.type !== "radio" || other.checked) ? other.value : "";
    row.hidden = chosen !== row.dataset.is;
  });
  form.addEventListener("input", () => soon(900));
  form.addEventListener("change", () => { put(); soon(50); });
  form.addEventListener("submit", () => clearTimeout(waiting));
  put();
}
document.querySelectorAll("[data-upload]").forEach((upload) => upload.addEventListener("submit", (event) => {
  event.preventDefault();
  const bar = upload.querySelector("progress");
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (step) => {
    bar.hidden = false;
    bar.value = (100 * step.loaded) / step.total;
  });
  request.addEventListener("loadend", () => {
    const place = new URL(request.responseURL || location.href);
    location.assign(place.pathname + upload.closest("li").id.replace(/^/, "#"));
    location.reload();
  });
  request.open("POST", upload.action);
  request.send(new FormData(upload));
}));
const first = document.querySelector("[data-refusal]") && document.querySelector('[aria-invalid="true"]');
(first || document.querySelector("[data-refusal]"))?.focus();
