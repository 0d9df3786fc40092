// Says how strong a new password is while it is typed. It is worked out on the page; nothing leaves it.
const LEAST = 12;
const NAMES = ["太弱", "弱", "一般", "强", "很强"];
const RUNS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
// How many signs carry something: repeats, runs on the alphabet or the keyboard, and the own mail address count once.
const worth = (password, mail) => {
  let plain = password.toLowerCase();
  for (const part of mail.toLowerCase().split(/[^a-z0-9]+/)) if (part.length > 3) plain = plain.replaceAll(part, part[0]);
  let carried = 0;
  for (let at = 0; at < plain.length; at++) {
    const pair = plain.slice(at - 1, at + 1);
    const backwards = [...pair].reverse().join("");
    if (at && (pair[0] === pair[1] || RUNS.some((run) => run.includes(pair) || run.includes(backwards)))) carried += 0.25;
    else carried += plain.indexOf(plain[at]) < at ? 0.6 : 1;
  }
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  return carried * (0.7 + 0.1 * kinds);
};
const judged = (password, mail) => {
  const signs = [...password].length;
  if (signs < LEAST) return [0, `还差 ${LEAST - signs} 个字符`];
  if (/^[0-9]+$/.test(password)) return [0, "不能全是数字"];
  const level = [7, 10, 13, 17].filter((least) => worth(password, mail) >= least).length;
  const advice = level < 3 ? "再长一些，少用重复和连续的字符；几个不相干的词连起来就好" : "";
  return [level, advice];
};
document.querySelectorAll("main input[type=password][autocomplete=new-password]").forEach((field) => {
  if (/2$/.test(field.name)) return; // typed once more
  const row = document.createElement("p");
  const meter = document.createElement("meter");
  const words = document.createElement("span");
  row.className = "password-strength";
  row.hidden = true;
  Object.assign(meter, { min: 0, max: 4, low: 2, high: 3, optimum: 4 });
  meter.setAttribute("aria-hidden", "true");
  words.setAttribute("role", "status");
  row.append(meter, words);
  field.closest(".form-row").append(row);
  field.addEventListener("input", () => {
    const mail = field.form.querySelector("input[type=email]")?.value || "";
    const [level, advice] = judged(field.value, mail);
    row.hidden = !field.value;
    meter.value = Math.max(level, 0.3);
    words.textContent = `密码强度：${NAMES[level]}${advice ? `。${advice}` : ""}`;
  });
});
