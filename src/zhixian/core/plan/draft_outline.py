"""Turns the clauses and notes of a reading into the tasks of a plan folder, and tells which task a passage belongs to."""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass

from zhixian.core.plan.draft_lines import first_sentence
from zhixian.core.plan.reader.draft import Assignment, Draft, DraftClause


@dataclass(frozen=True, slots=True)
class Task:
    """A clause as the plan folder wants it: one heading or sentence with one note of units."""

    id: str
    section: str
    title: str
    quote: str
    note: Assignment


class Outline:
    """The tasks in the order of the text; every look-up takes the same short time however long the text is."""

    def __init__(self, draft: Draft, text: str) -> None:
        self._draft = draft
        self._starts = [clause.start for clause in draft.clauses]
        self._above = _parents(draft.clauses)
        self.prefix = _prefix(draft.assignments)
        self._spelled = {unit for note in draft.assignments for unit in note.units}
        self.tasks = self._tasks(text)
        self._notes = [task.note.start for task in self.tasks]

    def full(self, name: str) -> str:
        """财政局 → 县财政局, where the text writes the latter too; otherwise the name as printed."""
        return self.prefix + name if self.prefix and self.prefix + name in self._spelled else name

    def place_of(self, start: int) -> str:
        """Id of the task or section that an item belongs to."""
        index = self._clause_at(start)
        if index < 0:
            return "全文"
        clause = self._draft.clauses[index]
        at = bisect_left(self._notes, start)
        return self.tasks[at].id if at < len(self._notes) and self._notes[at] < clause.end else clause.id

    def _clause_at(self, place: int) -> int:
        """Index of the innermost clause around a place, or -1."""
        index = bisect_right(self._starts, place) - 1
        while index >= 0 and self._draft.clauses[index].end <= place:
            index = self._above[index]
        return index

    def _tasks(self, text: str) -> list[Task]:
        tasks: list[Task] = []
        seen: Counter[str] = Counter()
        end = 0
        for note in self._draft.assignments:
            index = self._clause_at(note.start)
            clause = self._draft.clauses[index] if index >= 0 else None
            own = clause.id if clause else "无编号"
            seen[own] += 1
            start = max(end, clause.start if clause else 0)
            quote = first_sentence(text[start : note.start]) or note.note
            title = clause.title if clause and seen[own] == 1 else quote
            name = own if seen[own] == 1 and clause else f"{own}-{seen[own]}"
            tasks.append(Task(name, self._section(index), title[:40], quote, note))
            end = note.end
        return tasks

    def _section(self, index: int) -> str:
        """Number and title of the heading above a clause."""
        if index < 0 or self._above[index] < 0:
            return self._draft.title or "全文"
        nearest = self._draft.clauses[self._above[index]]
        joint = "" if nearest.number.endswith(("）", ")", "条", "章", "节")) else "、"
        return f"{nearest.number}{joint}{nearest.title}"


def _parents(clauses: tuple[DraftClause, ...]) -> list[int]:
    """For each clause the index of the clause that holds it, or -1."""
    parents: list[int] = []
    open_clauses: list[int] = []
    for index, clause in enumerate(clauses):
        while open_clauses and clauses[open_clauses[-1]].level >= clause.level:
            open_clauses.pop()
        parents.append(open_clauses[-1] if open_clauses else -1)
        open_clauses.append(index)
    return parents


def _prefix(notes: tuple[Assignment, ...]) -> str:
    """县, 市, 区 or 省 when lists of units begin with it and leave it out afterwards."""
    counts = Counter(note.units[0][0] for note in notes if len(note.units) > 1 and note.units[0][0] in "县市区省州")
    left_out = any(
        note.units[0][:1] in counts and not unit.startswith(note.units[0][0])
        for note in notes
        for unit in note.units[1:]
    )
    return counts.most_common(1)[0][0] if counts and left_out else ""
