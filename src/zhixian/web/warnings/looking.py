"""What the rules look at, gathered from the rooms as plain things found: leads of the registry, rows, dossiers, reports, targets."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from itertools import islice

from django.db.models import QuerySet
from django.urls import reverse

from zhixian.core.analysis.leads import Lead, leads
from zhixian.core.finance.pool_terms import percent
from zhixian.core.finance.risk_pool import nearness, rate_words, stopped
from zhixian.core.look_alike.marks import Mark
from zhixian.core.look_alike.watching import LookAlike
from zhixian.core.registers.rows import dues_of
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.tables import MARK_KINDS
from zhixian.core.warnings.model import Found, Rule
from zhixian.core.workflow.clock import left_words
from zhixian.web.accounts.models import Organisation
from zhixian.web.finance.queries import all_pools, home_units, standings_of
from zhixian.web.indicators.queries import latest_edition, targets_of
from zhixian.web.kit.plan import the_plan
from zhixian.web.matters.queries import dossiers_with_a_day
from zhixian.web.protection.queries.penalties import unshown_with_a_day
from zhixian.web.protection.queries.reports import reports_with_a_day
from zhixian.web.protection.report_desk import desk, subject_name
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.holding import holders_of
from zhixian.web.registers.market import MARKET, market, new_matches, waiting_introductions
from zhixian.web.registers.models import Row
from zhixian.web.registers.queries.answering import answerers
from zhixian.web.registers.queries.named import Bearers
from zhixian.web.registry.look_alikes import new_look_alikes
from zhixian.web.registry.queries import RegistryUnreadable, current_snapshot
from zhixian.web.supervision.queries import requests_with_units
from zhixian.web.supervision.responsible import indicators_of, lead_units

PIECES = 500
OF_REGISTRY = {"renewals", "renewals_in_grace", "fees", "lapsed", "look_alikes"}
"""What is found in the registry alone."""
LONGEST = 160
"""Letters of a subject."""
MOST_SIGNS = 5
"""Signs that one mark comes close to which stand in the sentence."""
MOST_FINDINGS = 3
"""Findings of one row that stand in the sentence."""


Brings = Callable[[date], Iterable[Found]]
BROUGHT: dict[str, Brings] = {}
"""What rooms above find on a day, by the word that rules look at it by."""


def add(**brought: Brings) -> None:
    """Take what a room above finds."""
    BROUGHT.update(brought)


class Looker:
    """What there is on a day. Everything is looked at once, for whichever rules ask for it."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.ways: Mapping[str, Callable[[Rule], Iterator[Found]]] = {
            "renewals": lambda _: self._leads("renewals", urgent=False),
            "renewals_in_grace": lambda _: self._leads("renewals", urgent=True),
            "fees": lambda _: self._leads("fees", urgent=False),
            "lapsed": lambda _: self._leads("lapsed", urgent=True),
            "look_alikes": self._look_alikes,
            "row_findings": lambda _: self._row_findings(),
            "row_days": lambda _: self._row_days(),
            "dossiers": self._dossiers,
            "reports": lambda _: self._reports(),
            "penalties": lambda _: self._penalties(),
            "requests": lambda _: self._requests(),
            "targets": lambda _: self._targets(),
            "pools": lambda _: self._pools(),
            "matches": lambda _: _matches(),
            "introductions": lambda _: self._introductions(),
            **{name: self._brought(find) for name, find in BROUGHT.items()},
        }

    def looks_at(self, rule: Rule) -> Iterator[Found] | None:
        """What the rule looks at; None when it is unable to look now."""
        if self.unable(rule):
            return None
        found = self.ways[rule.looks_at](rule)
        return (one for one in found if _looked_at(one, rule))

    def unable(self, rule: Rule) -> str:
        """Why the rule cannot look now, as there is no registry that can be read, or no figures; "" when it can."""
        if rule.looks_at in OF_REGISTRY:
            return self._registry[1]
        return "还没有公布指标数据" if rule.looks_at == "targets" and latest_edition() is None else ""

    def _brought(self, find: Brings) -> Callable[[Rule], Iterator[Found]]:
        return lambda _: iter(find(self.as_of))

    @cached_property
    def _registry(self) -> tuple[Snapshot | None, str]:
        """The registry, and why there is none."""
        try:
            found = current_snapshot()
        except RegistryUnreadable as broken:
            return None, broken.why
        return found, "" if found else "还没有登记数据"

    @property
    def _snapshot(self) -> Snapshot | None:
        return self._registry[0]

    @cached_property
    def _every_lead(self) -> list[Lead]:
        return leads(self._snapshot, region=the_plan().region, as_of=self.as_of) if self._snapshot else []

    @cached_property
    def _organisations(self) -> dict[str, tuple[int, ...]]:
        """Party of the registry → the confirmed organisation that it is."""
        known = Organisation.objects.exclude(party="").exclude(confirmed_at=None).values_list("party", "pk")
        return {party: (key,) for party, key in known}

    @cached_property
    def _bearers(self) -> Bearers:
        return Bearers()

    def _leads(self, sort: str, *, urgent: bool) -> Iterator[Found]:
        for lead in self._every_lead:
            if lead.sort == sort and lead.urgent == urgent and lead.rights:
                yield self._of_lead(lead)

    def _of_lead(self, lead: Lead) -> Found:
        right = lead.rights[0]
        kind = "注册商标" if right.kind in MARK_KINDS else "专利"
        title = f"《{right.title}》" if right.title else ""
        return Found(
            subject=f"right:{right.right}",
            name=f"{kind} {right.number}"[:200],
            words=f"{lead.name}的{kind} {right.number}{title}：{lead.why}。",
            link=reverse("right", args=[right.right]),
            day=lead.day,
            organisations=self._organisations.get(lead.party, ()),
        )

    def _look_alikes(self, rule: Rule) -> Iterator[Found]:
        since = self.as_of - timedelta(days=rule.after or 0)
        home = kept_registers().get(rule.home)
        if self._snapshot is None:
            return
        new = new_look_alikes(
            self._snapshot, region=the_plan().region, holders=list(self._organisations), as_of=self.as_of, since=since
        )
        for signs, hit in new:
            right = signs[0]
            yield Found(
                subject=f"look_alike:{hit.mark.right_id}:{'' if right.gi else right.holder}"[:LONGEST],
                name=f"{hit.mark.title} {hit.mark.number}"[:200],
                words=f"商标“{hit.mark.title}”（{hit.mark.number}，{hit.mark.holder_name or '权利人不详'}）{_close_to(signs, hit)}。",
                link=_page_of(signs),
                day=hit.mark.seen,
                units=home.units[:1] if home and right.gi else (),
                organisations=tuple(
                    dict.fromkeys(key for sign in signs for key in self._organisations.get(sign.holder, ()))
                ),
            )

    def _row_findings(self) -> Iterator[Found]:
        for row in _rows().filter(grave=True).iterator(chunk_size=PIECES):
            found = _of_row(row, subject=f"row:{row.pk}", words=_grave(row))
            kept = kept_registers()[row.register]
            yield replace(found, units=(*found.units, kept.office_of(row.values) or kept.units[0]))

    def _row_days(self) -> Iterator[Found]:
        rows = _rows().filter(due__isnull=False, told_from__lte=self.as_of).iterator(chunk_size=PIECES)
        while lot := list(islice(rows, PIECES)):
            holding = holders_of(lot)
            for row in lot:
                yield from self._days_of(row, holding[row.pk])

    def _days_of(self, row: Row, held_by: frozenset[str]) -> Iterator[Found]:
        kept = kept_registers()[row.register]
        register = kept.register
        for day, due in dues_of(register, row.values, held_by=held_by, as_of=self.as_of):
            if day - timedelta(days=due.before) <= self.as_of:
                words = f"{row}：{due.name}，{_by(day, self.as_of)}。"
                found = _of_row(row, subject=f"row:{row.pk}:{due.name}", words=words, day=day)
                owing = answerers(row, kept) if register.answers(due) else ()
                units, asking = tuple(dict.fromkeys((*found.units, *owing))), () if owing else found.organisations
                if theirs := self._bearers.of(row):
                    found, asking = replace(found, words=f"{words}由{row.place}录入。"), theirs
                yield replace(found, of_due=due.id, units=units, organisations=asking)

    def _dossiers(self, rule: Rule) -> Iterator[Found]:
        until = None if rule.before is None else self.as_of + timedelta(days=rule.before)
        for row in dossiers_with_a_day(until=until).iterator(chunk_size=PIECES):
            applicant = not row.unit
            unit = row.organisation.unit if applicant else row.unit
            yield Found(
                subject=f"dossier:{row.pk}:{row.step}",
                name=f"{row.its_matter.name} {row.number}"[:200],
                words=f"{row.its_matter.name} {row.number} 在“{row.now_in.name}”，{_by(row.due, self.as_of)}。",
                link=reverse("dossier_form" if applicant else "dossier", args=[row.pk]),
                day=row.due,
                clause=row.clause,
                units=(unit,) if unit else (),
                organisations=() if unit else (row.organisation_id,),
            )

    def _reports(self) -> Iterator[Found]:
        clauses = {subject.id: subject.clause for subject in desk().subjects}
        for row in reports_with_a_day().iterator(chunk_size=PIECES):
            yield Found(
                subject=f"report:{row.pk}:{row.step}",
                name=row.number,
                words=f"{row.number}（{subject_name(row.subject)}）在“{row.now_in.name}”，{_by(row.due, self.as_of)}。",
                link=reverse("report", args=[row.pk]),
                day=row.due,
                clause=clauses.get(row.subject, ""),
                units=(row.unit or desk().unit,),
            )

    def _penalties(self) -> Iterator[Found]:
        for row in unshown_with_a_day().iterator(chunk_size=PIECES):
            yield Found(
                subject=f"penalty:{row.pk}",
                name=f"处罚决定 {row.number}"[:200],
                words=f"处罚决定 {row.number} 还没有公示，{_by(row.due, self.as_of)}。",
                link=reverse("penalty", args=[row.pk]),
                day=row.due,
                clause=row.clause,
                units=(row.unit,),
            )

    def _requests(self) -> Iterator[Found]:
        for row in requests_with_units().iterator(chunk_size=PIECES):
            yield Found(
                subject=f"request:{row.pk}:{row.due}",
                name=f"督办 {row.number}",
                words=f"督办 {row.number} {row.state_name}，{_by(row.due, self.as_of)}。",
                link=reverse("progress_request", args=[row.pk]),
                day=row.due,
                clause=row.clause,
                units=(row.unit,),
            )

    def _pools(self) -> Iterator[Found]:
        pools = list(all_pools())
        standings = standings_of(pools, as_of=self.as_of)
        for pool in pools:
            terms, standing = pool.terms_on(self.as_of), standings[pool.pk]
            why = stopped(terms, standing)
            way = f"{rate_words(standing)}，熔断线 {percent(terms.stop_at)}。"
            yield Found(
                subject=f"pool:{pool.pk}",
                name=pool.name,
                words=f"{pool.name}已熔断，不收新贷款：{why}。" if why else f"{pool.name}接近熔断：{way}",
                link=reverse("pool", args=[pool.pk]),
                clause=pool.clause,
                units=home_units(),
                organisations=(pool.bank_id,),
                gone=nearness(terms, standing),
            )

    def _introductions(self) -> Iterator[Found]:
        for row in waiting_introductions():
            words = f"{row.values['told_by']}求牵线：{row.values['need_party']}的需求和{row.values['offer_party']}的供给，{_by(row.due, self.as_of)}。"
            yield replace(_of_row(row, subject=f"row:{row.pk}", words=words, day=row.due), in_register="")

    def _targets(self) -> Iterator[Found]:
        edition = latest_edition()
        answering, clauses = _answering(), {clause.id for clause in the_plan().clauses}
        for figure in targets_of(edition) if edition else ():
            if figure.goal is not None and figure.tone == "bad":
                yield Found(
                    subject=f"target:{figure.indicator}",
                    name=figure.name[:200],
                    words=f"{figure.name} {figure.shown} {figure.unit}，目标 {figure.goal_shown}：{figure.light}。{figure.sentence}",
                    link=reverse("indicator", args=[figure.indicator]),
                    clause=figure.clause if figure.clause in clauses else "",
                    units=answering.get(figure.indicator, ()),
                )


def _page_of(signs: Sequence[Mark]) -> str:
    """The sign's page; where several holders hear of one mark, the list, on which each finds its own."""
    if len({sign.holder for sign in signs}) > 1:
        return reverse("look_alikes")
    return reverse("look_alike", args=[signs[0].right_id])


def _close_to(signs: Sequence[Mark], hit: LookAlike) -> str:
    """What a mark comes close to, the closest first, and why to that."""
    why = hit.reasons[0]
    if len(signs) == 1:
        return f"与“{signs[0].title}”相近：{why.name}，{why.words}"
    named = "、".join(f"“{sign.title}”" for sign in signs[:MOST_SIGNS])
    others = f"等 {len(signs)} 个" if len(signs) > MOST_SIGNS else f" {len(signs)} 个"
    return f"与{named}{others}标志相近，最近的是“{signs[0].title}”：{why.name}，{why.words}"


def _matches() -> Iterator[Found]:
    for need, offer, match in new_matches(market()):
        shared = f"，都提到{'、'.join(match.shared[:4])}" if match.shared else ""
        asker, answerer = need.entry, offer.entry
        sides = (need, offer)
        yield Found(
            subject=f"match:{asker.key}:{answerer.key}",
            name=f"{asker.title} — {answerer.title}"[:200],
            words=f"{asker.party}的需求“{asker.title}”和{answerer.party}的供给“{answerer.title}”对得上，{match.points} 分{shared}。",
            link=f"{reverse('needs_offer', args=[asker.key])}?with={answerer.key}",
            clause=kept_registers()[MARKET].clauses[0],
            units=tuple(dict.fromkeys(side.unit for side in sides if side.unit)),
            organisations=tuple(dict.fromkeys(side.organisation for side in sides if side.organisation)),
        )


def _answering() -> dict[str, tuple[str, ...]]:
    """Indicator → the units in the lead of the clauses that it speaks for."""
    found: dict[str, list[str]] = defaultdict(list)
    for clause in the_plan().clauses:
        for indicator in indicators_of(clause.id):
            found[indicator] += lead_units(clause.id)
    return {indicator: tuple(dict.fromkeys(units)) for indicator, units in found.items()}


def _looked_at(one: Found, rule: Rule) -> bool:
    if one.in_register and not rule.looks_into(one.in_register):
        return False
    return not one.of_due or rule.looks_at_due(one.in_register, one.of_due)


def _rows() -> QuerySet[Row]:
    return Row.objects.filter(register__in=list(kept_registers()), struck_on=None).order_by("pk")


def _of_row(row: Row, *, subject: str, words: str, day: date | None = None) -> Found:
    kept = kept_registers()[row.register]
    return Found(
        subject=subject,
        name=f"{kept.register.name}：{row}"[:200],
        words=words,
        link=reverse("register_row", args=[row.register, row.pk]),
        day=day,
        clause=kept.clauses[0],
        units=(row.unit,) if row.unit else (),
        organisations=(row.organisation_id,) if row.organisation_id else (),
        in_register=row.register,
    )


def _grave(row: Row) -> str:
    """The first of the findings that are to be dealt with, each once, and how many others there are."""
    words = list(dict.fromkeys(finding["words"] for finding in row.findings if finding["grave"]))
    more = f"；另有 {len(words) - MOST_FINDINGS} 项" if len(words) > MOST_FINDINGS else ""
    return f"{'；'.join(words[:MOST_FINDINGS])}{more}。"


def _by(due: date | None, as_of: date) -> str:
    """By when, and how long is left, as desk and lists say it."""
    return f"{due} 届满，{left_words(due, as_of=as_of)}" if due else "没有期限"
