"""Texts cut to what a printed page can bear; the workbook carries them whole."""

from dataclasses import replace

from zhixian.core.reports.data import AwardRow, ClauseLine, IncentiveLine, OpenNormLine, QuarterlyReport, TargetLine
from zhixian.core.reports.text import shorten

_WORD, _NAME, _TITLE, _QUOTE, _PARAGRAPH = 12, 40, 60, 200, 500


def fit(report: QuarterlyReport) -> QuarterlyReport:
    """The report with every text clean and of a printable length."""
    return replace(
        report,
        plan_title=shorten(report.plan_title, _TITLE),
        place=shorten(report.place, _NAME),
        issuer=shorten(report.issuer, _NAME),
        plan_issuer=shorten(report.plan_issuer, _NAME),
        addressee=shorten(report.addressee, _TITLE),
        number=shorten(report.number, _NAME),
        red_header=shorten(report.red_header, _NAME) if report.red_header else None,
        copies_to=shorten(report.copies_to, _QUOTE),
        snapshot=shorten(report.snapshot, 13),
        targets=tuple(_target(line) for line in report.targets),
        incentives=tuple(_incentive(line) for line in report.incentives),
        open_norms=tuple(_open_norm(line) for line in report.open_norms),
        clauses=tuple(_clause(line) for line in report.clauses),
        remarks=tuple(shorten(remark, _PARAGRAPH) for remark in report.remarks),
        quality=tuple(shorten(note, _PARAGRAPH) for note in report.quality),
        methods=tuple(shorten(note, _PARAGRAPH) for note in report.methods),
        annexes=tuple(shorten(name, _TITLE) for name in report.annexes),
    )


def _target(line: TargetLine) -> TargetLine:
    return replace(
        line,
        name=shorten(line.name, _NAME),
        clause=shorten(line.clause, _WORD),
        unit=shorten(line.unit, _WORD),
        forecast=shorten(line.forecast, _PARAGRAPH).rstrip("。；; "),
        definition=shorten(line.definition, _PARAGRAPH).rstrip("。；; "),
        why_missing=shorten(line.why_missing, _QUOTE).rstrip("。；; "),
    )


def _incentive(line: IncentiveLine) -> IncentiveLine:
    return replace(
        line,
        title=shorten(line.title, _NAME),
        clause=shorten(line.clause, _WORD),
        quote=shorten(line.quote, _QUOTE),
        top=tuple(_award(award) for award in line.top),
    )


def _award(award: AwardRow) -> AwardRow:
    return replace(award, party=shorten(award.party, _NAME), subject=shorten(award.subject, _NAME))


def _open_norm(line: OpenNormLine) -> OpenNormLine:
    return replace(
        line, clause=shorten(line.clause, _WORD), quote=shorten(line.quote, _QUOTE), why=shorten(line.why, _QUOTE)
    )


def _clause(line: ClauseLine) -> ClauseLine:
    return replace(
        line,
        id=shorten(line.id, _WORD),
        title=shorten(line.title, _NAME),
        units=tuple(shorten(unit, _NAME) for unit in line.units[:_NAME]),
        carried_by=tuple(shorten(carrier, _NAME) for carrier in line.carried_by[:_NAME]),
        why=shorten(line.why, _QUOTE),
    )
