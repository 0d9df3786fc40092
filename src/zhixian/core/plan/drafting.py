"""Writes a reading as a plan folder for review: every item beside its quote, what was not decided as comments."""

import re
import shutil
import tempfile
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.plan.reader.draft import Assignment, Draft, DraftAmount, DraftClause

FILES = ("text.txt", "plan.yaml", "units.yaml", "targets.yaml", "amounts.yaml")
_FIVE_YEARS = {"十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_KINDS = (
    (r"法院$", "court"),
    (r"检察院$", "procuratorate"),
    (r"^各|各.*(?:单位|部门|政府|管委会)$|成员单位$|有关", "set"),
    (r"领导小组|专班", "leading_group"),
    (r"公司$|集团$|银行|[分支]行$|资本$|电网", "company"),
    (r"人民政府$|政府$|街道$|镇$|乡$", "government"),
    (r"协会$|联合会$|商会$|学会$|联$|团委$", "association"),
    (r"县委|市委|区委|省委|州委|中央", "party_organ"),
    (r"(?:政府|管委会)?办公?室?$", "office"),
    (r"局$|厅$|委$|部$|委员会$", "bureau"),
)


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
        with tempfile.TemporaryDirectory(dir=out, prefix=".draft-") as working:
            for name, content in contents.items():
                (Path(working) / name).write_bytes(content.encode("utf-8", "replace"))
            for name in FILES:
                (Path(working) / name).replace(out / name)
    except OSError as error:
        for name in FILES:
            (out / name).unlink(missing_ok=True)
        raise Refusal(f"写不了：{error.strerror}", where=str(out), expected="一个可以写的目录") from None
    finally:
        for leftover in out.glob(".draft-*"):
            shutil.rmtree(leftover, ignore_errors=True)


@dataclass(slots=True)
class _Task:
    """A clause as the plan folder wants it: one heading or sentence with one note of units."""

    id: str
    section: str
    title: str
    quote: str
    note: Assignment


@dataclass
class _Sheet:
    draft: Draft
    text: str
    tasks: list[_Task] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    prefix: str = ""

    def __post_init__(self) -> None:
        self.prefix = _prefix(self.draft.assignments)
        names = dict.fromkeys(self.full(name) for note in self.draft.assignments for name in note.units)
        self.ids = {name: f"unit_{number:02d}" for number, name in enumerate(names, start=1)}
        self.tasks = self._tasks()

    def full(self, name: str) -> str:
        """财政局 → 县财政局, where the text writes the latter too; otherwise the name as printed."""
        spelled = {unit for note in self.draft.assignments for unit in note.units}
        return self.prefix + name if self.prefix and self.prefix + name in spelled else name

    def clause_at(self, place: int) -> DraftClause | None:
        """The innermost clause around a place."""
        around = [clause for clause in self.draft.clauses if clause.start <= place < clause.end]
        return max(around, key=lambda clause: (clause.level, clause.start)) if around else None

    def _tasks(self) -> list[_Task]:
        tasks: list[_Task] = []
        seen: Counter[str] = Counter()
        end = 0
        for note in self.draft.assignments:
            clause = self.clause_at(note.start)
            own = clause.id if clause else "无编号"
            seen[own] += 1
            start = max(end, clause.start if clause else 0)
            quote = _first_sentence(self.text[start : note.start]) or note.note
            title = clause.title if clause and seen[own] == 1 else quote
            name = own if seen[own] == 1 and clause else f"{own}-{seen[own]}"
            tasks.append(_Task(name, self.section(clause), title[:40], quote, note))
            end = note.end
        return tasks

    def section(self, clause: DraftClause | None) -> str:
        """Number and title of the heading above a clause."""
        above = [
            other
            for other in self.draft.clauses
            if clause and other.level < clause.level and other.start <= clause.start < other.end
        ]
        if not above:
            return self.draft.title or "全文"
        nearest = max(above, key=lambda other: other.level)
        joint = "" if nearest.number.endswith(("）", ")", "条", "章", "节")) else "、"
        return f"{nearest.number}{joint}{nearest.title}"

    def place_of(self, start: int) -> str:
        """Id of the task or section that an item belongs to."""
        clause = self.clause_at(start)
        later = [
            task
            for task in self.tasks
            if clause and task.note.start >= start and clause.start <= task.note.start < clause.end
        ]
        if later:
            return later[0].id
        return clause.id if clause else "全文"

    def plan(self) -> str:
        """plan.yaml."""
        draft = self.draft
        issuer = draft.issuer or ""
        place = re.match(r".*?[县市区州省盟旗]", issuer)
        dues = sorted(due for target in draft.targets if (due := _due(target.by)))
        lines = [
            "# 由 zhixian plan read 起草，未经审核。请逐条对照引文；写着“待填”的地方要补上。",
            _pair("title", draft.title),
            _pair("issuer", draft.issuer),
            _pair("number", draft.number),
            _pair("date", draft.date),
            _pair("place", place[0] if place else None, "待填：地名" if not place else ""),
            _pair("region", None, '待填：六位行政区划代码，例如 "350823"'),
            _pair("horizon", dues[-1] if dues else None, "取自最晚的目标期限" if dues else "待填：方案到哪一天为止"),
        ]
        if draft.inherited:
            lines.append(f"# 沿用的责任单位（文中只写一次）：{_one_line(draft.inherited)}")
        used = {self.place_of(target.start) for target in draft.targets}
        used |= {self.place_of(amount.start) for amount in draft.amounts}
        used |= {self.place_of(item.start) for item in draft.undecided}
        tasks = {task.id for task in self.tasks}
        sections = [clause for clause in draft.clauses if clause.id in used - tasks]
        lines.append("sections:" if sections or "全文" in used else "sections: []")
        if "全文" in used:
            lines += _item({"id": "全文", "title": draft.title or "全文", "quote": _first_sentence(self.text) or None})
        for clause in sections:
            lines += _item(
                {"id": clause.id, "title": clause.title, "quote": _first_sentence(self.text[clause.start : clause.end])}
            )
        lines.append("clauses:" if self.tasks else "clauses: []")
        for task in self.tasks:
            lines += _item(
                {
                    "id": task.id,
                    "section": task.section,
                    "title": task.title,
                    "quote": task.quote,
                    "units_quote": _one_line(task.note.note),
                    "units": list(dict.fromkeys(self.ids[self.full(name)] for name in task.note.units)),
                    **(
                        {"lead": list(dict.fromkeys(self.ids[self.full(name)] for name in task.note.lead))}
                        if task.note.lead
                        else {}
                    ),
                }
            )
        lines += self._undecided("责任单位", "承诺资金", "数字在", negative=True)
        return "\n".join(lines) + "\n"

    def units(self) -> str:
        """units.yaml."""
        lines = [
            "# 责任单位，按文中先后。编号请改成看得懂的英文；更名加一行，不改旧行。",
            _pair("prefix", self.prefix),
            "units:",
        ]
        for name, unit in self.ids.items():
            lines += _item(
                {"id": unit, "kind": _kind(name), "names": [{"name": name, "from": self.draft.date, "to": None}]}
            )
        return "\n".join(lines if self.ids else [*lines[:-1], "units: []"]) + "\n"

    def targets(self) -> str:
        """targets.yaml."""
        lines = [
            "# 量化目标。goal 与 unit 按文中写法；id 请改成指标编号。",
            "targets:" if self.draft.targets else "targets: []",
        ]
        for number, target in enumerate(self.draft.targets, start=1):
            due = _due(target.by)
            remark = f"文中期限：{target.by or '未写'}" + ("" if due else "；待填 due")
            if target.value_max is not None:
                remark += f"；文中为 {target.value}—{target.value_max}"
            lines += _item(
                {
                    "id": f"target_{number}",
                    "clause": self.place_of(target.start),
                    "name": target.what,
                    "goal": str(target.value),
                    "unit": target.unit,
                    "due": due,
                    "quote": _one_line(target.quote),
                },
                remark,
            )
        lines += self._undecided("数字在")
        return "\n".join(lines) + "\n"

    def amounts(self) -> str:
        """amounts.yaml. Ranges and funds stand as comments, since a rule needs one value per parameter."""
        plain = [amount for amount in self.draft.amounts if amount.kind in {"fixed", "share", "cap"}]
        others = [amount for amount in self.draft.amounts if amount not in plain]
        lines = [
            "# 资金标准。per：year = 每年，ever = 历年合计，right = 每件权利；上限必须写明。",
            "amounts:" if plain else "amounts: []",
        ]
        for number, amount in enumerate(plain, start=1):
            lines += _item(self._amount(number, amount), f"文中范围：{amount.per}" if amount.per else "文中没有写范围")
        for amount in others:
            size = f"{amount.value}" + (f"—{amount.value_max}" if amount.value_max is not None else "")
            lines.append(
                f"# 待定（{'区间' if amount.kind == 'range' else '总额'} {size} {amount.unit}）：{_one_line(amount.quote)}"
            )
        norms = [item for item in self.draft.undecided if item.why.startswith("承诺资金")]
        lines.append("open_norms:" if norms else "open_norms: []")
        for number, norm in enumerate(norms, start=1):
            lines += _item(
                {
                    "id": f"open_{number}",
                    "clause": self.place_of(norm.start),
                    "unset": _one_line(norm.quote),
                    "why_not_counted": "草稿：还没有指定怎样从数据里找出符合条件者",
                }
            )
        return "\n".join(lines) + "\n"

    def _amount(self, number: int, amount: DraftAmount) -> dict[str, Any]:
        place = self.place_of(amount.start)
        scope = "year" if amount.per and "年" in amount.per else None
        return {
            "id": f"amount_{number}",
            "incentive": f"clause_{place}",
            "parameter": f"{amount.kind}_{number}",
            "clause": place,
            "kind": amount.kind,
            "value": str(amount.value),
            "unit": amount.unit,
            "per": scope,
            "effective": self.draft.date,
            "until": None,
            "quote": _one_line(amount.quote),
        }

    def _undecided(self, *starts: str, negative: bool = False) -> list[str]:
        """Comments for what was not decided. With `negative`, those whose reason starts with none of the words given."""
        chosen = [item for item in self.draft.undecided if item.why.startswith(starts) != negative]
        head = ["# 待定："] if chosen else []
        return head + [f"#   [{item.start}–{item.end}] {_one_line(item.quote)} —— {item.why}" for item in chosen]


def _prefix(notes: tuple[Assignment, ...]) -> str:
    """县, 市, 区 or 省 when lists of units begin with it and leave it out afterwards."""
    counts = Counter(note.units[0][0] for note in notes if len(note.units) > 1 and note.units[0][0] in "县市区省州")
    left_out = any(
        note.units[0][:1] in counts and not unit.startswith(note.units[0][0])
        for note in notes
        for unit in note.units[1:]
    )
    return counts.most_common(1)[0][0] if counts and left_out else ""


def _kind(name: str) -> str:
    return next((kind for pattern, kind in _KINDS if re.search(pattern, name)), "agency")


def _due(by: str | None) -> str | None:
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


def _first_sentence(words: str) -> str:
    """The opening of a passage up to its first 。 or line end, the closing mark included, at most 60 signs."""
    stripped = words.strip()
    match = re.match(r"[^。；\n]{1,60}[。]?", stripped)
    return _one_line(match[0]) if match else ""


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _pair(key: str, value: Any, remark: str = "") -> str:
    return f"{key}: {_scalar(value)}" + (f"   # {remark}" if remark else "")


def _scalar(value: Any) -> str:
    """A value as YAML on one line; numbers and days given as words are quoted."""
    return (
        yaml.safe_dump(value, allow_unicode=True, width=10**9, default_flow_style=True, sort_keys=False)
        .removesuffix("\n")
        .removesuffix("\n...")
    )


def _item(values: dict[str, Any], remark: str = "") -> list[str]:
    lines = [
        ("  - " if number == 0 else "    ") + _pair(key, value) for number, (key, value) in enumerate(values.items())
    ]
    return lines + ([f"    # {remark}"] if remark else [])
