"""Who takes reports of infringement in a place, and which unit is responsible for which kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.kernel.yaml_file import Node


@dataclass(frozen=True, slots=True)
class ReportSubject:
    """A kind of right that a report is about. `units` answer for its clause, the first is proposed; none: the desk decides."""

    id: str
    name: str
    help: str
    clause: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportDesk:
    """受理处: the unit that takes reports in, and the kinds it tells apart."""

    unit: str
    subjects: tuple[ReportSubject, ...]

    def subject(self, subject: str) -> ReportSubject:
        """The kind of that id; KeyError when there is none."""
        for found in self.subjects:
            if found.id == subject:
                return found
        raise KeyError(subject)


def read_desk(file: Node, units: Sequence[str], answerable: Mapping[str, Sequence[str]]) -> ReportDesk:
    """The desk in reports.yaml. `answerable` is clause → its units; every unit named for a kind must be one of its clause."""
    desk = file.text("desk")
    if desk and desk not in units:
        file.unknown("desk", desk, list(units), what="units.yaml 里的单位")
    subjects: list[ReportSubject] = []
    for node in file.nodes("subjects"):
        subject = _subject(node, answerable)
        if any(known.id == subject.id for known in subjects):
            node.fault("id", f"“{subject.id}”写了两次", "每类举报一个编号")
        subjects.append(subject)
        node.done()
    file.done()
    return ReportDesk(desk, tuple(subjects))


def _subject(node: Node, answerable: Mapping[str, Sequence[str]]) -> ReportSubject:
    clause = node.text("clause", example='"6"')
    named = node.texts("units")
    if clause and clause not in answerable:
        node.unknown("clause", clause, list(answerable), what="plan.yaml 里的条款")
    else:
        for number, unit in enumerate(named):
            if unit not in answerable.get(clause, ()):
                expected = f"{clause_name(clause)}的责任单位：{'、'.join(answerable.get(clause, ()))}"
                node.fault(f"units[{number}]", f"“{unit}”不是这一条的责任单位", expected)
    return ReportSubject(node.text("id"), node.text("name"), node.text("help", default=""), clause, named)
