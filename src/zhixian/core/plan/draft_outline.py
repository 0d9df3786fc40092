"""Turns the clauses and notes of a reading into the tasks of a plan folder, and tells which task a passage belongs to."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from operator import itemgetter

from zhixian.core.plan.draft_lines import first_sentence
from zhixian.core.plan.reader.draft import Assignment, Draft, DraftClause
from zhixian.core.plan.reader.page import Page
from zhixian.core.plan.reader.roles import is_time
from zhixian.core.plan.reader.sections import Sections
from zhixian.core.plan.reader.tasks import NO_UNITS, NO_UNITS_ANYWHERE, tasks_without_units

_ISSUED = re.compile(r"关于(?:印发|发布|公布|下发)《?([^《》]+?)》?(?:[（(][^（）()]{1,12}[）)])?的(?:通知|公告|通告)$")


_ROW_NUMBER = re.compile(r"[(（]?[\d一二三四五六七八九十]{1,3}[)）]?[.、．]?")


@dataclass(frozen=True, slots=True)
class Task:
    """A clause as the plan folder wants it: one heading, sentence or row of a table with one note of units.

    `note` is None where the text names no unit that could be read. `row` is where its row stands in the text; empty for what is no row.
    """

    id: str
    section: str
    title: str
    quote: str
    note: Assignment | None
    row: tuple[int, int] = (0, 0)


class Outline:
    """The tasks in the order of the text; every look-up takes the same short time however long the text is."""

    def __init__(self, draft: Draft, text: str) -> None:
        self._draft = draft
        self._length = len(text)
        self._starts = [clause.start for clause in draft.clauses]
        self._above = _parents(draft.clauses)
        self._noted = self._tasks(text)
        self._notes = [note.start for _, note in self._noted]
        self.tasks = self._in_order(text)

    def place_of(self, start: int) -> str:
        """Id of the task or section that an item belongs to."""
        index = self._clause_at(start)
        if index < 0:
            return "全文"
        clause = self._draft.clauses[index]
        at = bisect_left(self._notes, start)
        for task, _ in self._noted[max(0, at - 1) : at + 1]:
            if task.row[0] <= start < task.row[1]:
                return task.id
        is_next = at < len(self._notes) and self._notes[at] < clause.end and not any(self._noted[at][0].row)
        return self._noted[at][0].id if is_next else clause.id

    def within(self, start: int) -> tuple[int, int]:
        """The stretch of the text in which the quote of an item must stand alone: its clause, from the note before it on."""
        index = self._clause_at(start)
        if index < 0:
            return 0, self._length
        clause = self._draft.clauses[index]
        at = bisect_left(self._notes, start)
        before = self._noted[at - 1][1].end if at else 0
        return max(clause.start, before if before <= start else 0), clause.end

    def _clause_at(self, place: int) -> int:
        """Index of the innermost clause around a place, or -1."""
        index = bisect_right(self._starts, place) - 1
        while index >= 0 and self._draft.clauses[index].end <= place:
            index = self._above[index]
        return index

    def _in_order(self, text: str) -> list[Task]:
        """The tasks with a note and the headings that wait for one."""
        placed = [(note.start, task) for task, note in self._noted]
        for start in self._waiting(text):
            index = self._clause_at(start)
            clause = self._draft.clauses[index]
            quote = first_sentence(text[clause.start : clause.end])
            placed.append((start, Task(clause.id, self._section(index), clause.title[:40], quote, None)))
        return [task for _, task in sorted(placed, key=itemgetter(0))]

    def _waiting(self, text: str) -> list[int]:
        """Where the tasks without units start; they are told one by one, or once for a text that names no unit."""
        doubts = self._draft.undecided
        if any(doubt.why == NO_UNITS_ANYWHERE for doubt in doubts):
            page, clauses = Page(text), self._draft.clauses
            doubts = tuple(tasks_without_units(page, clauses, (), Sections(page, list(clauses))))
        return [doubt.start for doubt in doubts if doubt.why == NO_UNITS]

    def _tasks(self, text: str) -> list[tuple[Task, Assignment]]:
        tasks: list[tuple[Task, Assignment]] = []
        seen: Counter[str] = Counter()
        end = 0
        for note in _joined(self._draft.assignments, text):
            index = self._clause_at(note.start)
            clause = self._draft.clauses[index] if index >= 0 else None
            own = clause.id if clause else "无编号"
            seen[own] += 1
            start = max(end, _opening(text, note, clause))
            quote = first_sentence(text[start : note.start]) or note.note
            row, of_row = _row(text, note) if clause else ((0, 0), "")
            if of_row:
                task = Task(f"{own}-{seen[own]}", self._heading(index), of_row[:40], quote, note, row)
            else:
                title = clause.title if clause and seen[own] == 1 else quote
                name = own if seen[own] == 1 and clause else f"{own}-{seen[own]}"
                task = Task(name, self._section(index), title[:40], quote, note)
            tasks.append((task, note))
            end = note.end
        return tasks

    def _section(self, index: int) -> str:
        """Number and title of the heading above a clause."""
        return self._heading(self._above[index] if index >= 0 else -1)

    def _heading(self, index: int) -> str:
        """Number and title of a clause; the plan's own title above all of them."""
        if index < 0:
            return own_title(self._draft.title) or "全文"
        nearest = self._draft.clauses[index]
        joint = "" if nearest.number.endswith(("）", ")", "】", "〕", "]", "条", "章", "节")) else "、"
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


def own_title(title: str | None) -> str | None:
    """The plan's own title where the text opens with the notice that issues it."""
    issued = _ISSUED.search(title or "")
    return issued[1] if issued else title


def _row(text: str, note: Assignment) -> tuple[tuple[int, int], str]:
    """Where a numbered row of a table stands that has a note in a later cell, and what the row calls its task; else nothing."""
    start = text.rfind("\n", 0, note.start) + 1
    number, *named = [cell.strip() for cell in text[start : note.start].split("\t")[:-1]] or [""]
    end = text.find("\n", note.end)
    title = next((cell for cell in named if cell), "") if _ROW_NUMBER.fullmatch(number) else ""
    return (start, end if end >= 0 else len(text)), title.rstrip("。；")


def _opening(text: str, note: Assignment, clause: DraftClause | None) -> int:
    """Where the words begin that a note is for: its row of a table, its clause, else its paragraph or the one above it."""
    line = text.rfind("\n", 0, note.start) + 1
    if "\t" in text[line : note.start]:
        return line
    if clause:
        return clause.start
    above = text[:line].rstrip()
    return above.rfind("\n") + 1 if not text[line : note.start].strip() and above else line


def _joined(notes: tuple[Assignment, ...], text: str) -> list[Assignment]:
    """牵头单位：甲 and, on the next line or in the next cell, 配合单位：乙 say together who does one thing."""
    found: list[Assignment] = []
    for note in notes:
        last = found[-1] if found else None
        if last is None or not _goes_on(last, note, text):
            found.append(note)
            continue
        words = text[last.start : note.end]
        lead, units = (tuple(dict.fromkeys(both)) for both in (last.lead + note.lead, last.units + note.units))
        found[-1] = Assignment(last.start, note.end, words, lead, units)
    return found


def _goes_on(last: Assignment, note: Assignment, text: str) -> bool:
    between = text[last.end : note.start]
    line = text[text.rfind("\n", 0, last.start) + 1 : last.start]
    if "\t" in line + between:
        return "\n" not in between and all(is_time(cell) for cell in between.split())
    return not between.strip()
