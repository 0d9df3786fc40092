// Words picked in the original are added to what is hidden; without this script they are typed.
const pick = document.querySelector("[data-pick]");
if (pick) {
  pick.hidden = false;
  const said = pick.querySelector("[data-picked]");
  const chosen = () => {
    const selection = document.getSelection();
    const inside = selection.anchorNode?.parentElement?.closest("[data-original]");
    return inside ? selection.toString().trim() : "";
  };
  let last = "";
  document.addEventListener("selectionchange", () => { last = chosen() || last; });
  pick.addEventListener("click", (event) => {
    const button = event.target.closest("[data-hide]");
    if (!button) return;
    const words = last.split("\n").map((line) => line.trim()).filter(Boolean);
    if (!words.length) {
      said.textContent = "还没有选中文字";
      return;
    }
    const list = document.getElementById(button.dataset.hide);
    const lines = list.value.split("\n").filter(Boolean);
    list.value = [...lines, ...words.filter((word) => !lines.includes(word))].join("\n");
    said.textContent = `已加入“${button.textContent}”，保存后看效果`;
    last = "";
  });
}
