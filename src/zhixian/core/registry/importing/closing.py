"""The last sentences of an import: what came of it, what no count will have, and how 退回 and 待更正 go together."""

from collections.abc import Mapping, Sequence

from zhixian.core.registry.merge import Uncounted, Waiting
from zhixian.core.registry.staging import FileReport, is_abroad


def closing(
    reports: Sequence[FileReport], places: set[int], *, waiting: Waiting, uncounted: Mapping[int, Uncounted]
) -> tuple[str, ...]:
    """`places` are the numbers of the sources that just came in, `reports` what became of their rows."""
    return (
        *_taken(reports),
        *_uncounted([uncounted.get(place) for place in sorted(places)]),
        *_waiting(reports, places, waiting),
    )


def _taken(reports: Sequence[FileReport]) -> list[str]:
    abroad = _abroad(reports)
    tail = f"退回的行里 {abroad:,} 行是外国的权利，不属于登记范围，不必更正" if abroad else ""
    if not reports or any(report.taken for report in reports):
        return [tail] if tail else []
    rows, merged, refused = (sum(getattr(report, name) for report in reports) for name in ("rows", "merged", "refused"))
    head = f"这次没有新采用一行：读取 {rows:,} 行，{merged:,} 行并入已有的，退回 {refused:,} 行"
    return [f"{head}；{tail}" if tail else head]


def _abroad(reports: Sequence[FileReport]) -> int:
    return sum(count for report in reports for (_, reason), count in report.grouped.items() if is_abroad(reason))


def _uncounted(found: Sequence[Uncounted | None]) -> list[str]:
    some = [one for one in found if one]
    foreign, placeless = sum(one.foreign for one in some), sum(one.placeless for one in some)
    said = [f"{foreign:,} 件的权利人在境外"] if foreign else []
    said += [f"{placeless:,} 件没有地区"] if placeless else []
    if not said:
        return []
    none = all(one and one.all for one in found)
    head = "这次收下的权利没有一件计入地区的件数" if none else "收下而不计入任何地区的权利"
    return [f"{head}：{'，'.join(said)}"]


def _waiting(reports: Sequence[FileReport], places: set[int], waiting: Waiting) -> list[str]:
    """A row is refused once, in its file; it waits until any source makes it good, and a row that lacks a part waits too.

    Rights of other countries are refused and do not wait.
    """
    refused = sum(report.refused for report in reports) - _abroad(reports)
    total = waiting.cells + waiting.links
    if not refused and not total:
        return []
    here = sum(waiting.by_source.get(place, 0) for place in places)
    partial = sum(waiting.partial.get(place, 0) for place in places)
    split = f"退回的 {here - partial:,} 行，已收而缺一部分的 {partial:,} 行"
    sentences = [
        f"待更正共 {total:,} 行：这次的文件 {here:,} 行（{split}），以前的文件 {total - here:,} 行",
    ]
    if refused > here - partial:
        sentences.append(
            f"退回的行里 {refused - here + partial:,} 行已由别的来源更正、与别的来源重复或已搁置，不列入待更正"
        )
    return sentences
