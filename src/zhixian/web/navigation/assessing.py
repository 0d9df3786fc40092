"""Assessments (评议) of projects: what the core is given to look at, what a page shows of it, and the opinion that is written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef, Q

from zhixian.core.analysis.assessment.bench import Beside
from zhixian.core.analysis.assessment.found import (
    WHOSE,
    Assessment,
    Records,
    TopicLine,
    as_plain,
    for_everybody,
    from_plain,
    in_brief,
    read_project,
    unanswered,
)
from zhixian.core.analysis.assessment.looking import MOST_PARTNERS, MOST_RIGHTS, assess
from zhixian.core.analysis.assessment.readable import unreadable
from zhixian.core.analysis.assessment.relied import looked_up
from zhixian.core.analysis.assessment.rules import rule_set
from zhixian.core.disclosure.rows import without_numbers
from zhixian.core.kernel.folding import folded
from zhixian.core.registry.names_borne import names_borne
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import normalise_name
from zhixian.core.reports.assessment import Comment, Opinion
from zhixian.core.reports.docx.assessment import write_opinion
from zhixian.core.workflow.model import Matter
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import official_name, the_plan
from zhixian.web.kit.sorry import OutOfOrder
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.studies import Kept, Study
from zhixian.web.matters.words import answer_said
from zhixian.web.navigation.models import Share, Topic
from zhixian.web.navigation.searching import searchable
from zhixian.web.protection.queries.penalties import find_public, shown_penalties
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import kept_rows
from zhixian.web.registry.jobs import ask_for_search_index
from zhixian.web.registry.queries import current_snapshot
from zhixian.web.registry.rights import index_of

_CHECK_DIGIT = re.compile(r"[.．][0-9Xx]$")
_OF_A_PATENT, _OF_AN_OLD_ONE = 12, 8
"""Digits of a patent's number without the check digit, since 2003 and before."""
MOST_ROWS, MOST_TOPICS = 5_000, 10
"""Rows of a register or of penalties that hold the letters of one name, far more than speak of it; topics that are looked into."""


def look(dossier: Dossier) -> dict[str, Any]:
    """What is found of a project as of today. Raises RegistryUnreadable."""
    snapshot, project = current_snapshot(), read_project(dossier.answers, applicant=dossier.organisation.name)
    partners = project.partners[:MOST_PARTNERS]
    if snapshot:  # records may be of a partner by a name that it bore
        borne = names_borne(snapshot, partners, as_of=today())
        partners = (*partners, *(other for name in partners for other in borne[name]))
    records = Records(
        penalties=_penalties(partners),
        filings=_filings(dossier),
        cases=_seen_by_units("ip_cases", [*partners, *map(_digits, _named(snapshot, project.rights[:MOST_RIGHTS]))]),
        credit=_seen_by_units("credit_events", partners),
        alerts=_seen_by_units("overseas_alerts", None) if project.markets else [],
    )
    index = index_of(snapshot) if snapshot else None
    if snapshot and index is None:
        ask_for_search_index(snapshot.id, by=None)
    topics, passed_over = _topics(dossier.its_matter.unit_of(dossier.step)[0])
    found = assess(snapshot, index, project, records, rules=rule_set(), as_of=today(), topics=topics)
    return as_plain(replace(found, not_searched=(*passed_over, *found.not_searched)))


def too_early(kept: Kept) -> str:
    """Why nothing may be concluded from what was found; "" where it may."""
    found = from_plain(kept)
    return f"登记数据里他人的相近权利没有检索（{found.unsought}）" if found.too_early else ""


def _topics(unit: str) -> tuple[list[Beside], list[tuple[str, str]]]:
    """The topics of exports whose records a unit may read, its own and those shared with it, the newest first; and what is not
    looked into, with the reason. Those of a question to the registry hold nothing that the registry has not."""
    shared = Share.objects.filter(unit=unit, topic=OuterRef("pk"))
    rows = Topic.objects.filter(Q(unit=unit) | Q(Exists(shared), shows_raw=True), from_files=True)
    found: list[Beside] = []
    missing: list[tuple[str, str]] = []
    for row in rows:
        latest = row.latest
        if latest is None:
            continue
        if len(found) == MOST_TOPICS:
            missing.append((f"专题库“{row}”里的相近权利", f"一次只查最新的 {MOST_TOPICS} 个专题库"))
            continue
        try:
            index = searchable(latest)
        except OutOfOrder as sorry:
            missing.append((f"专题库“{row}”里的相近权利", sorry.why))
            continue
        line = TopicLine(
            row.name, latest.as_of.isoformat(), latest.stamp, latest.counts["records"], row.terms, row.shows_raw, "、".join(latest.labels),
        )  # fmt: skip
        found.append(Beside(line, index))
    return found, missing


def _penalties(partners: Sequence[str]) -> list[dict[str, Any]]:
    """Penalties of the partners that the public sees today."""
    rows = shown_penalties(as_of=today()).exclude(party_kind="individual")
    found = {
        row.pk: row
        for key in map(normalise_name, partners)
        for row in find_public(rows, key)[:MOST_ROWS].iterator()
        if normalise_name(row.party) == key
    }
    return [
        {"party": row.party, "number": row.number, "decided_on": row.decided_on.isoformat()} for row in found.values()
    ]


def _filings(dossier: Dossier) -> list[Mapping[str, Any]] | None:
    """The applicant's own filings abroad, whoever noted them down."""
    if "overseas_filings" not in kept_registers():
        return None
    name = dossier.organisation.name
    rows = kept_rows("overseas_filings")
    own = [row.values for row in rows.filter(organisation=dossier.organisation).order_by("pk")]
    noted = rows.filter(organisation=None, search__contains=folded(name)).order_by("pk")[:MOST_ROWS]
    told = [without_numbers(kept_registers()[row.register].register, row.values) for row in noted]
    return own + [row for row in told if normalise_name(str(row.get("owner", ""))) == normalise_name(name)]


def _seen_by_units(register: str, names: Sequence[str] | None) -> list[Mapping[str, Any]] | None:
    """Rows of a register that speak of one of the names, every row for None; None where it is not kept, or not every unit reads it."""
    kept = kept_registers().get(register)
    if kept is None or kept.register.seen != "units":
        return None
    rows = kept_rows(register)
    if names is None:
        return [without_numbers(kept.register, row.values) for row in rows.order_by("pk")]
    found: dict[int, Mapping[str, Any]] = {}
    for name in names:
        if key := folded(name):
            told = rows.filter(search__contains=key).order_by("pk")[:MOST_ROWS].iterator()
            found |= {row.pk: without_numbers(kept.register, row.values) for row in told}
    return list(found.values())


def _named(snapshot: Snapshot | None, rights: Sequence[str]) -> list[str]:
    """The numbers that somebody wrote, as the registry writes them; what is read as none as it was given."""
    return [number for given, one in looked_up(snapshot, rights).items() for number in one.numbers or (given,)]


def _digits(number: str) -> str:
    """The longest run of digits of a number, which every spelling of it has, without the digits behind the number of a patent; what has
    no digits as it is."""
    bare = _CHECK_DIGIT.sub("", number.partition("/")[0].strip())
    runs = re.findall(r"[0-9]+", folded(bare))
    digits = max(runs, key=len, default=bare)
    return digits[:_OF_A_PATENT] if len(digits) >= _OF_A_PATENT else digits[:_OF_AN_OLD_ONE]


def show(dossier: Dossier, kept: Kept, office: bool) -> dict[str, Any]:
    """What a page shows: grades by their names, and nothing that only units read to anybody else; to the office, while the opinion
    is not issued, also the rights of the gravest grade if the conclusion that was drawn names none of them."""
    found, rules = from_plain(kept), rule_set()
    seen = found if office else for_everybody(found)
    return {
        "seen": seen,
        "grade": rules.grade(seen.office_grade),
        "told": rules.grade(seen.grade),
        "reasons": [(rules.grade(reason.grade), reason) for reason in in_brief(seen)],
        "near": [(rules.grade(line.grade), line) for line in seen.near],
        "whose": WHOSE,
        "unanswered": _unanswered(dossier, found) if office and not dossier.outcome else [],
    }


def _unanswered(dossier: Dossier, found: Assessment) -> list[str]:
    drawn = dossier.events.filter(target=dossier.step).order_by("-id").first()
    return unanswered(found, drawn.reason) if drawn and dossier.flow.asks_for(dossier.step, "opinion") else []


def published_rules() -> dict[str, Any]:
    """The rule as the guide publishes it: the lines in force today."""
    rules = rule_set()
    return {
        "set": rules,
        "since": rules.dated(today()),
        "common": rules.common_on(today()),
        "lines": [(rules.grade(r.grade), r) for r in rules.on(today())],
        "laws": rules.laws_on(today()),
    }


def write(dossier: Dossier, number: str, path: Path) -> None:
    """Write the opinion of a dossier from what was kept on it."""
    matter, found = dossier.its_matter, for_everybody(from_plain(dossier.study or {}))
    events = list(dossier.events.order_by("id"))
    accepted = next((event.day for event in reversed(events) if event.clock == "start"), None)
    proposed = next((event for event in reversed(events) if event.target == dossier.step), None)
    opinion = Opinion(
        number=number,
        unit=official_name(matter.unit_of(dossier.step)[0]),
        applicant=dossier.organisation.name,
        dossier=dossier.number or "",
        object=_answered(matter, dossier, "object"),
        project=_answered(matter, dossier, "name"),
        submitted=dossier.submitted_on or today(),
        accepted=accepted,
        decided=today(),
        basis=(f"《{the_plan().title}》{the_plan().place_name(matter.clause)}", *matter.legal_basis[1:]),
        found=found,
        grades={grade.id: grade.name for grade in rule_set().grades} | {"": rule_set().none},
        conclusion=proposed.reason if proposed else "",
        comments=tuple(
            Comment(event.day, event.detail["speaker"], event.reason) for event in events if event.detail.get("speaker")
        ),
        remedies=matter.remedies_on(today()),
        label=found.label,
    )
    write_opinion(opinion, path)


def _answered(matter: Matter, dossier: Dossier, field: str) -> str:
    return answer_said(matter.form_field(field), dossier.answers.get(field))


ASSESSMENT = Study(
    look=look,
    show=show,
    rules=published_rules,
    write=write,
    wrong=unreadable,
    too_early=too_early,
    page="navigation/assessment.html",
    guide="navigation/assessment_rules.html",
    reads=frozenset(("rights",)),
)
