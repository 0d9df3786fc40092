"""Writes a reading as a plan folder for review: every item beside its quote, what was not decided as comments."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from zhixian.core.kernel.files import trouble, write_whole
from zhixian.core.kernel.money import plain
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.draft_lines import first_sentence, item, one_line, pair
from zhixian.core.plan.draft_outline import Outline, Task, own_title
from zhixian.core.plan.draft_units import UnitNames
from zhixian.core.plan.heads import scope_said
from zhixian.core.plan.issuers import place_of, places_in
from zhixian.core.plan.placing import told_apart
from zhixian.core.plan.quotes import Quotable
from zhixian.core.plan.reader.draft import Draft, DraftAmount, DraftTarget, Undecided
from zhixian.core.plan.reader.goal_words import growth_word, name_with_growth
from zhixian.core.plan.reader.passed_over import IN_WORDS
from zhixian.core.plan.reader.term import term_of

FILES = ("text.txt", "plan.yaml", "units.yaml", "targets.yaml", "amounts.yaml")
_FIVE_YEARS = {"十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035, "十七五": 2040}


def write_draft(draft: Draft, text: str, out: Path) -> None:
    """Write text.txt, plan.yaml, units.yaml, targets.yaml and amounts.yaml into a folder.

    The folder is made when it is missing. Raises Refusal, and writes nothing, when it already holds one of the files.
    """
    if any(part.is_file() for part in (out, *out.parents)):
        raise Refusal("这是一个文件", where=str(out), expected="一个新的目录名")
    there = [name for name in FILES if (out / name).exists()]
    if there:
        raise Refusal(f"目录里已有 {'、'.join(there)}", where=str(out), expected="一个新的目录，已有的方案不会被覆盖")
    sheet = _Sheet(draft, text)
    contents = dict(zip(FILES, (text, sheet.plan(), sheet.units(), sheet.targets(), sheet.amounts()), strict=True))
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"写不了：{trouble(error)}", where=str(out), expected="一个可以写的目录") from None
    try:
        for name, content in contents.items():
            write_whole(out / name, partial(_write, content))
    except Refusal:
        for name in FILES:
            (out / name).unlink(missing_ok=True)
        raise


def _write(content: str, path: Path) -> None:
    path.write_bytes(content.encode("utf-8", "replace"))


class _Sheet:
    def __init__(self, draft: Draft, text: str) -> None:
        self.draft = draft
        self.text = text
        self.outline = Outline(draft, text)
        self.stretches: dict[tuple[int, int], Quotable] = {}
        self.units_named = UnitNames(draft.assignments, places_in(draft.issuer or draft.title or ""))
        self.term = term_of(text, date.fromisoformat(draft.date) if draft.date else None)

    def plan(self) -> str:
        """plan.yaml."""
        draft = self.draft
        place = place_of(draft.issuer or "")
        dues = sorted(due for target in draft.targets if (due := due_of(target.by)))
        lines = [
            "# 由 zhixian plan read 起草，未经审核。请逐条对照引文；写着“待填”的地方要补上。",
            *self._title(),
            pair("issuer", draft.issuer),
            pair("number", draft.number),
            pair("date", draft.date),
            pair("place", place or None, "" if place else "待填：地名"),
            pair("region", None, '待填：六位行政区划代码，例如 "110101"'),
            *self._horizon(dues),
        ]
        if draft.inherited:
            lines.append(f"# 沿用的责任单位（文中只写一次）：{one_line(draft.inherited)}")
        used = {self.outline.place_of(target.start) for target in draft.targets}
        used |= {self.outline.place_of(amount.start) for amount in draft.amounts}
        used |= {self.outline.place_of(doubt.start) for doubt in draft.undecided}
        tasks = {task.id for task in self.outline.tasks}
        sections = [clause for clause in draft.clauses if clause.id in used - tasks]
        lines.append("sections:" if sections or "全文" in used else "sections: []")
        if "全文" in used:
            lines += item(
                {"id": "全文", "title": draft.title or "全文", "quote": first_sentence(self.text[:400]) or None}
            )
        for clause in sections:
            lines += item(
                {
                    "id": clause.id,
                    "title": clause.title,
                    "quote": first_sentence(self.text[clause.start : min(clause.end, clause.start + 400)]),
                }
            )
        lines.append("clauses:" if self.outline.tasks else "clauses: []")
        for task in self.outline.tasks:
            lines += self._task(task)
        lines += self._undecided("责任单位", "承诺资金", "数字在", IN_WORDS, negative=True)
        return "\n".join(lines) + "\n"

    def _task(self, task: Task) -> list[str]:
        values = {"id": task.id, "section": task.section, "title": task.title, "quote": task.quote}
        if not task.note:
            return item(
                {**values, "units_quote": None, "units": []},
                "待填 units_quote、units；不是任务的删去，它的目标和金额所在的标题写进 sections",
            )
        lead = {"lead": self.units_named.ids_of(task.note.lead)} if task.note.lead else {}
        units = self.units_named.ids_of(task.note.units)
        return item({**values, "units_quote": one_line(task.note.note), "units": units, **lead})

    def _title(self) -> list[str]:
        """The plan's own title where the text opens with the notice that issues it."""
        title = self.draft.title
        own = own_title(title)
        return [pair("title", own, f"印发它的通知：{title}" if own != title else "")]

    def _horizon(self, dues: list[str]) -> list[str]:
        term = [f"# 文中施行期限：{self.term.words}"] if self.term else []
        term += _waiting(self.term.undecided, self.text) if self.term else []
        until = self.term.until if self.term else None
        if dues:
            return [*term, pair("horizon", dues[-1], "取自最晚的目标期限")]
        if until:
            return [*term, pair("horizon", (until - timedelta(days=1)).isoformat(), "取自文中的施行期限")]
        return [*term, pair("horizon", None, "待填：方案到哪一天为止")]

    def units(self) -> str:
        """units.yaml."""
        lines = [
            "# 责任单位，按文中先后。编号请改成看得懂的英文；更名加一行，不改旧行。",
            pair("prefix", self.units_named.prefix),
            "units:",
        ]
        for unit in self.units_named.units:
            names = [{"name": name, "from": self.draft.date, "to": None} for name in unit.names]
            lines += item({"id": unit.id, "kind": unit.kind, "names": names}, unit.remark)
        return "\n".join(lines if self.units_named.units else [*lines[:-1], "units: []"]) + "\n"

    def targets(self) -> str:
        """targets.yaml."""
        lines = [
            "# 量化目标。goal 与 unit 按文中写法；id 请改成指标编号。",
            "targets:" if self.draft.targets else "targets: []",
        ]
        repeats = repeated(self.draft.targets)
        for number, target in enumerate(self.draft.targets, start=1):
            due = due_of(target.by)
            remark = f"文中期限：{target.by or '未写'}" + ("" if due else "；待填 due")
            if target.value_max is not None:
                remark += f"；文中为 {plain(target.value)}—{plain(target.value_max)}"
            name, grows = _growth(target)
            remark += grows
            if (first := repeats[number - 1]) is not None:
                remark += f"；与 target_{first + 1} 是同一个目标，请留一条"
            lines += item(
                {
                    "id": f"target_{number}",
                    "clause": self.outline.place_of(target.start),
                    "name": name,
                    "goal": plain(target.value),
                    "unit": target.unit,
                    "due": due,
                    "quote": self._quote(target),
                },
                remark,
            )
        lines += self._undecided("数字在")
        return "\n".join(lines) + "\n"

    def amounts(self) -> str:
        """amounts.yaml. Ranges and funds stand as comments, since a rule needs one value per parameter."""
        single = [amount for amount in self.draft.amounts if amount.kind in {"fixed", "share", "cap"}]
        others = [amount for amount in self.draft.amounts if amount not in single]
        lines = [
            "# 资金标准。per：year = 每年，ever = 历年合计，right = 每件权利；上限必须写明。",
            "amounts:" if single else "amounts: []",
        ]
        if self.term:
            lines.insert(1, f"# 文中施行期限：{self.term.words}。until 是不再有效的第一天。")
        for number, amount in enumerate(single, start=1):
            remark = f"文中范围：{amount.per}" if amount.per else "文中没有写范围"
            lines += item(self._amount(number, amount), remark + self._open_ends())
        for amount in others:
            size = plain(amount.value) + (f"—{plain(amount.value_max)}" if amount.value_max is not None else "")
            lines.append(
                f"# 待定（{'区间' if amount.kind == 'range' else '总额'} {size} {amount.unit}）：{one_line(amount.quote)}"
            )
        norms = [doubt for doubt in self.draft.undecided if doubt.why.startswith("承诺资金")]
        lines.append("open_norms:" if norms else "open_norms: []")
        for number, norm in enumerate(norms, start=1):
            lines += item(
                {
                    "id": f"open_{number}",
                    "clause": self.outline.place_of(norm.start),
                    "unset": self._quote(norm),
                    "why_not_counted": "草稿：还没有指定怎样从数据里找出符合条件者",
                }
            )
        lines += self._undecided(IN_WORDS)
        return "\n".join(lines) + "\n"

    def _quote(self, item: DraftTarget | DraftAmount | Undecided) -> str:
        """The words of an item, with as many before them as it takes to stand once in their clause."""
        span = item.start, item.end
        counts = not isinstance(item, Undecided)
        within = self.outline.within(item.start)
        if within not in self.stretches:
            self.stretches[within] = Quotable(self.text[slice(*within)])
        first, last = told_apart(self.text, span, within, self.stretches[within], counts=counts)
        return one_line(self.text[first:last])

    def _amount(self, number: int, amount: DraftAmount) -> dict[str, Any]:
        place = self.outline.place_of(amount.start)
        scope = scope_said(amount.quote) if amount.kind == "cap" else None
        scope = scope or ("year" if amount.per and "年" in amount.per else None)
        start, until = (self.term.start, self.term.until) if self.term else (None, None)
        effective = start.isoformat() if start else None if self._starts_unknown else self.draft.date
        later = effective not in (None, self.draft.date)
        return {
            "id": f"amount_{number}",
            "incentive": f"clause_{place}",
            "parameter": f"{amount.kind}_{number}",
            "clause": place,
            "kind": amount.kind,
            "value": plain(amount.value),
            "unit": amount.unit,
            "per": scope,
            "effective": effective,
            "until": until.isoformat() if until else None,
            "quote": self._quote(amount),
            **({"source": f"本文施行期限：{self.term.words}"} if later and self.term else {}),
        }

    @property
    def _starts_unknown(self) -> bool:
        return self.term is not None and self.term.no_start

    def _open_ends(self) -> str:
        """What of the term a person must fill in beside each amount."""
        ends = {"effective": self._starts_unknown, "until": self.term is not None and self.term.no_until}
        waiting = "、".join(name for name, unknown in ends.items() if unknown)
        return f"；文中施行期限待定，待填 {waiting}" if waiting else ""

    def _undecided(self, *starts: str, negative: bool = False) -> list[str]:
        """Comments for what was not decided. With `negative`, those whose reason starts with none of the words given."""
        chosen = [doubt for doubt in self.draft.undecided if doubt.why.startswith(starts) != negative]
        return _waiting(chosen, self.text)


def _waiting(doubts: Sequence[Undecided], text: str) -> list[str]:
    """Passages that wait for a person, as comments with the line of text.txt on which each begins."""
    head = ["# 待定："] if doubts else []
    return head + [
        f"#   [第 {text.count(chr(10), 0, doubt.start) + 1} 行] {one_line(doubt.quote)} —— {doubt.why}"
        for doubt in doubts
    ]


def _growth(target: DraftTarget) -> tuple[str, str]:
    """The name of a goal, and the remark that it is no level where it counts what is new or adds up years."""
    word = growth_word(target.quote, target.value)
    if not word and re.search(r"累计|合计", target.quote.split(plain(target.value), maxsplit=1)[0]):
        return target.what, "；文中是累计的数，不是当年或到期时的数：请选累计的指标，没有合适的就删去"
    if not word:
        return target.what, ""
    advice = "没有这样的指标，请删去" if target.unit == "%" else "请选按年新增计数的指标，没有合适的就删去"
    return name_with_growth(
        target.what, target.quote, target.value
    ), f"；文中是{word}的数，不是到期要达到的水平：{advice}"


def repeated(goals: Sequence[DraftTarget]) -> list[int | None]:
    """For each goal the place of the first that says the same: the same name, figures, unit and day; None for that one itself.

    A text states a goal in prose and again in a table; where the figures differ both stand, and a person decides.
    """
    first: dict[tuple[object, ...], int] = {}
    found: list[int | None] = []
    for place, goal in enumerate(goals):
        name = name_with_growth(goal.what, goal.quote, goal.value)
        at = first.setdefault((name, goal.value, goal.value_max, goal.unit, due_of(goal.by) or goal.by), place)
        found.append(None if at == place else at)
    return found


def due_of(by: str | None) -> str | None:
    """2020年末 → 2020-12-31, 2025年6月底前 → 2025-06-30, “十四五”末 → 2025-12-31; None when it names no day."""
    if not by:
        return None
    plan = next((year for name, year in _FIVE_YEARS.items() if name in by), None)
    if plan:
        return date(plan, 12, 31).isoformat()
    match = re.match(r"(20\d\d)年(?:(\d{1,2})月)?(?:(\d{1,2})日)?", by)
    if not match:
        return None
    year, month = int(match[1]), min(12, max(1, int(match[2] or 12)))
    last = monthrange(year, month)[1]
    return date(year, month, min(last, int(match[3] or last) or last)).isoformat()
