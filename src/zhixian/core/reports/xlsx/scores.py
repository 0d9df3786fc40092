"""A scorecard's ranking as a workbook: scores, every part with its figure, and what it rests on."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from zhixian.core.kernel.clauses import clause_name
from zhixian.core.reports.xlsx.workbook import Book, Cell, Field, write_book
from zhixian.core.scorecards.scoring import Card, Scores, printed

_RANKING = [
    Field("名次", 8, "count"),
    Field("对象", 36, "long"),
    Field("得分", 10, "decimal"),
    Field("已算各项满分", 14, "decimal"),
    Field("算不出的项目", 40, "long"),
]
_PARTS = [
    Field("对象", 36, "long"),
    Field("项目", 28, "long"),
    Field("数值", 14, "decimal"),
    Field("单位", 8),
    Field("得分", 10, "decimal"),
    Field("满分", 10, "decimal"),
    Field("怎样提高", 44, "long"),
    Field("算不出的原因", 44, "long"),
]
_LOT = [Field("资金和年度", 26, "long"), Field("申请单位", 30, "long")]
_BEHIND = [Field("数值背后", 70, "long")]
_NOTES = [Field("项目", 18), Field("说明", 90, "long")]


def write_scores_xlsx(scores: Scores, cards: Sequence[Card], path: Path, *, labels: Sequence[str]) -> None:
    """Write sheets 名次, 明细, 说明 of these cards. Refuses a path that cannot be written."""
    card = scores.kept.card
    about = {
        "评价表": card.name,
        "依据": "、".join(map(clause_name, scores.kept.clauses)),
        "截至": str(scores.as_of),
        "数据快照": scores.snapshot,
        "数据性质": "合成数据，仅供演示，不得作为任何依据" if labels else "",
        "名次": f"共 {len(scores.cards)} 个对象，{scores.ranked} 个可以比；缺别人有的数的不排名；同分同名次",
        "算不出的": "不按 0 分计，也不计入满分",
        **{f"口径 {number}": words for number, words in enumerate(card.source, start=1)},
    }

    def fill(book: Book) -> None:
        projects = card.scored == "projects"
        book.sheet("名次", [*(_LOT if projects else []), *_RANKING], _ranking(cards))
        book.sheet("明细", [*(_LOT if projects else []), *_PARTS, *(_BEHIND if projects else [])], _parts(cards))
        book.sheet("说明", _NOTES, [(name, words) for name, words in about.items() if words])

    note = ("合成数据　" if labels else "") + f"数据快照 {scores.snapshot}"
    write_book(path, title=card.name, note=note, fill=fill)


def _ranking(cards: Sequence[Card]) -> Iterator[list[Cell]]:
    for card in cards:
        unknown = "、".join(part.item.name for part in card.unknown)
        yield [*_lot(card), card.rank, card.subject.name, _number(card.score), _number(card.out_of), unknown]


def _parts(cards: Sequence[Card]) -> Iterator[list[Cell]]:
    for card in cards:
        for part in card.parts:
            rise = part.rise
            yield [
                *_lot(card),
                card.subject.name,
                part.item.name,
                _number(part.figure.value),
                part.unit,
                _number(part.points),
                None if part.item.deduct else _number(part.full),
                f"到 {printed(rise.value, 4)} {part.unit}，加 {printed(rise.gain)} 分" if rise else "",
                part.figure.why if part.points is None else "",
                *(["；".join(part.figure.behind)] if card.subject.lot else []),
            ]


def _lot(card: Card) -> list[Cell]:
    """Of a project, whom it is ranked with and who applies."""
    return [card.subject.lot, card.subject.applicant] if card.subject.lot else []


def _number(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(printed(value, 4))
