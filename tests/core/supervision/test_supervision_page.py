"""The page of the rule says what the rule says."""

from pathlib import Path

from zhixian.core.supervision.rule import TOLD, rules

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "supervision.md").read_text(encoding="utf-8")
IN_TIME = {"green": "绿", "grey": "灰"}


def test_every_kind_of_evidence_stands_on_the_page():
    for kind in rules().kinds.values():
        [line] = [line for line in PAGE.splitlines() if line.startswith(f"| {kind.name} | {kind.counts} |")]
        clock, public = (cell.strip() for cell in line.split("|")[3:5])
        assert clock in {"—", IN_TIME[kind.in_time]}
        assert public == ("是" if kind.public else "否")


def test_numbers_and_levels_stand_on_the_page():
    rule = rules().versions[-1]
    for words in (
        f"{rule.soon} 个工作日以内",
        f"近 {rule.fresh} 日",
        f"不到 {rule.deadline} 日",
        f"给 {rule.answer} 个工作日",
        f"给 {rule.again} 个",
        f"最多给 {rule.most} 个",
    ):
        assert words in PAGE
    for level in rules().levels:
        side = "前" if level.when == "before" else "后"
        [line] = [line for line in PAGE.splitlines() if line.startswith(f"| {level.name} |")]
        assert f"届满日{side}第 {level.working_days} 个工作日" in line
        assert TOLD[level.to].split("和")[0] in line
