"""`zhixian look-alike`: the marks that come close to protected signs, each with its reasons by the published rule."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from zhixian.cli.arguments import WrongUsage, add_data, day, only_plan
from zhixian.cli.output import print_json
from zhixian.cli.progress import bar
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.look_alike.rule import likeness_rule
from zhixian.core.look_alike.signs import Sign
from zhixian.core.look_alike.watching import LookAlike, classes_asked, sign_of, sign_of_right, watch
from zhixian.core.plan.place_words import PlaceWord
from zhixian.core.registry.snapshot import Snapshot, current

MOST = 10_000


def add(parser: argparse.ArgumentParser) -> None:
    """Arguments of `zhixian look-alike`."""
    parser.add_argument(
        "sign", nargs="*", metavar="标志", help="名称、权利编号或商标号；不写则为方案地区有效或在申请的全部地理标志"
    )
    add_data(parser)
    parser.add_argument("--plan", type=Path, metavar="目录", help="方案目录，产地的名称取自它；只有一个方案时可以不写")
    parser.add_argument("--as-of", type=day, metavar="日期", help="按哪一天的状态，默认今天")
    parser.add_argument("--since", type=day, metavar="日期", help="只列这一天起注册（未注册的按申请日）的商标")
    parser.add_argument(
        "--classes", type=_classes, default=(), metavar="类别", help="名称用在哪些国际分类，例如 29;30；权利按它自己的"
    )
    parser.add_argument("--own-too", action="store_true", help="也列同一权利人的商标")
    parser.add_argument("--limit", type=_count, default=20, metavar="件数", help="每个标志列多少件，默认 20")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read the marks of the snapshot and compare each sign with those worth a look."""
    from zhixian.core.look_alike.marks import marks_of

    snapshot, as_of = current(args.data), args.as_of or date.today()
    signs = _signs(args, snapshot, as_of)
    marks = marks_of(snapshot, as_of=as_of)
    found = []
    with bar("比对商标") as progress:
        for done, sign in enumerate(signs):
            progress(done, len(signs))
            found.append((sign, watch(sign, marks, since=args.since, own_too=args.own_too)))
    if args.json:
        print_json(_as_json(found, snapshot, as_of, args.limit))
        return 0
    from zhixian.core.reports.look_alikes import hits_table
    from zhixian.core.reports.screen import show

    if not signs:
        print(f"没有要比对的标志：截至 {as_of}，方案地区没有有效或在申请的地理标志")
    for sign, hits in found:
        show(hits_table(sign, hits, limit=args.limit, labels=snapshot.labels))
    return 0


def _signs(args: argparse.Namespace, snapshot: Snapshot, as_of: date) -> list[Sign]:
    from zhixian.core.look_alike.marks import protected

    plan = _plan(args)
    places = plan.place_words if plan else ()
    if not args.sign:
        if plan is None:
            raise WrongUsage(
                "没有写标志，也没有方案", where="zhixian look-alike", expected="写名称，或用 --plan 指明方案"
            )
        return [sign_of_right(right, places) for right in protected(snapshot, as_of=as_of, region=plan.region)]
    signs: list[Sign] = []
    for asked in args.sign:
        rights = protected(snapshot, as_of=as_of, rights=[asked])
        signs += [sign_of_right(right, places) for right in rights] or [_bare(asked, places, args.classes)]
    return signs


def _bare(words: str, places: Sequence[PlaceWord], classes: tuple[str, ...]) -> Sign:
    try:
        return sign_of(words, places, classes=classes)
    except Refusal as refusal:
        raise WrongUsage(refusal.why, where="zhixian look-alike", expected=refusal.expected) from None


def _plan(args: argparse.Namespace) -> Any:
    from zhixian.core.plan.load import load_plan

    if args.plan:
        return load_plan(args.plan)
    try:
        return load_plan(only_plan(give="--plan"))
    except WrongUsage:
        return None


def _as_json(found: list[tuple[Sign, list[LookAlike]]], snapshot: Snapshot, as_of: date, limit: int) -> dict[str, Any]:
    return {
        "as_of": as_of,
        "snapshot": snapshot.id,
        "labels": snapshot.labels,
        "rule": likeness_rule().source,
        "signs": [
            {
                "sign": sign.name,
                "right": sign.right or None,
                "classes": sign.classes,
                "total": len(hits),
                "hits": [asdict(hit) for hit in hits[:limit]],
            }
            for sign, hits in found
        ],
    }  # fmt: skip


def _classes(text: str) -> tuple[str, ...]:
    try:
        return classes_asked(text)
    except Refusal as refusal:
        raise argparse.ArgumentTypeError(str(refusal)) from None


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"“{text}”应为 1 至 {MOST:,} 的整数")
    return int(text)
