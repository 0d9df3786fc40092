"""Saved searches: kept, asked again, paused, forgotten. Whoever saved one is told what is new, and can read why nothing came."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from itertools import islice
from typing import Any

from django.db import transaction

from zhixian.core.search.lexing import QueryFault
from zhixian.core.search.news import RENAMED, Joining, Known, known, news, said_of_names
from zhixian.core.topics.families import UNTOLD
from zhixian.web.accounts.models import User
from zhixian.web.kit import record
from zhixian.web.kit.clock import now
from zhixian.web.kit.notices import tell
from zhixian.web.kit.sorry import OutOfOrder
from zhixian.web.navigation.actions.topics import UnableToNavigate
from zhixian.web.navigation.models import COMPETITOR, FAMILY, OWN, TECHNOLOGY, SavedSearch, SearchNews, Topic
from zhixian.web.navigation.news_of_names import joining_since, with_holders_as_told
from zhixian.web.navigation.queries import topic_read_by
from zhixian.web.navigation.searching import every_record, family_of
from zhixian.web.registry.models import parties_of
from zhixian.web.registry.queries import current_edition
from zhixian.web.registry.rights import every_right

MOST_HITS, MOST_SAVED, MOST_TOLD, MOST_LETTERS = 2_000, 50, 100, 200
"""Hits that are compared one by one; searches of one person; news that are told one by one; letters of a silence."""


_TURNED_BACK, _SAVED, _SAME = "{}退回到", "刚保存，以后有变化才有消息", "逐件相同"
_READABLE = f"命中 1 至 {MOST_HITS:,} 件、读得出的检索"


class _Silent(Exception):
    """Nothing can be said, and why; `expected` is what would be answered."""

    def __init__(self, why: str, expected: str = _READABLE) -> None:
        super().__init__(why)
        self.expected = expected


class NothingFound(UnableToNavigate):
    """What is to be watched finds nothing now: the name may be misspelt, or what is waited for is not there yet."""


class WatchedAlready(UnableToNavigate):
    """The same is watched by the same person; `row` is the watch that there is."""

    def __init__(self, row: SavedSearch) -> None:
        self.row = row
        paused = "，现在暂停着" if row.paused else ""
        super().__init__(f"已经关注了，名称是“{row.name}”{paused}", expected="打开已有的那一个；要换名称，先删除它")


def watch(kind: str, what: str, *, name: str, topic: Topic | None, by: Any, none_too: bool = False) -> SavedSearch:
    """Watch a technology (`what` is a query), a competitor (a name as it is written), one's own rights, or the family of a record of a
    topic. Raises Refusal as `save` does, WatchedAlready for the same a second time, and NothingFound where nothing is found and that is
    not wanted too (`none_too`)."""
    row = _watched(kind, what, name=name, topic=topic, by=by, none_too=none_too)
    return _keep(row, by=by)


def try_watch(kind: str, what: str, *, topic: Topic | None, by: Any, none_too: bool = False) -> None:
    """Keep nothing, and raise the Refusal that `watch` would."""
    _watched(kind, what, name="", topic=topic, by=by, none_too=none_too)


def _watched(kind: str, what: str, *, name: str, topic: Topic | None, by: Any, none_too: bool) -> SavedSearch:
    text, topic = _question(kind, what.strip(), topic, by)
    if same := SavedSearch.objects.filter(user=by, kind=kind, text=text, topic=topic, only={}).first():
        raise WatchedAlready(same)
    row = _found(SavedSearch(user=by, name=name, kind=kind, text=text, only={}, topic=topic, at=now()), by=by)
    if not row.known and kind != OWN and not none_too:
        raise NothingFound(
            f"“{what.strip()}”现在命中 0 件，请核对写法", expected="确实还没有的，勾选“命中 0 件也关注”再提交"
        )
    return row


def _question(kind: str, what: str, topic: Topic | None, by: Any) -> tuple[str, Topic | None]:
    """What is asked, and where. Raises Refusal where it cannot be asked there."""
    if kind == OWN and (what or topic):
        raise UnableToNavigate(
            "自己的权利是本企业在登记数据里的全部权利，不按名称或检索式找，也不在专题库里看",
            expected="检索式、名称或号码留空，在登记数据里看；要看别家公司，关注“竞争者”",
        )
    if kind == FAMILY and topic is None:
        raise UnableToNavigate("登记数据里没有同族", expected="选一个收有这件专利的专题库")
    if kind == COMPETITOR and topic is None and not by.is_authority:
        raise UnableToNavigate("您在登记数据里只看得到本企业的权利", expected="选一个收有竞争者专利的专题库")
    if kind == COMPETITOR:
        quoted = what.replace('"', " ")
        what = f'申请人:"{quoted}" 或 权利人:"{quoted}"'
    return what, topic


def save(name: str, *, text: str, only: dict[str, str], topic: Topic | None, by: Any) -> SavedSearch:
    """Keep a question with what it finds now. Raises Refusal where it finds too much to compare or nothing can be asked."""
    row = SavedSearch(user=by, name=name, kind=TECHNOLOGY, text=text, only=only, topic=topic, at=now())
    return _keep(_found(row, by=by), by=by)


def _found(row: SavedSearch, *, by: Any) -> SavedSearch:
    """A search that is not kept yet, with what it finds now."""
    _room_for_one_more(by)
    try:
        row.known, row.stamp, row.day = _ask(row, by)
    except _Silent as silent:
        raise UnableToNavigate(str(silent), expected=silent.expected) from None
    return row


def _keep(row: SavedSearch, *, by: Any) -> SavedSearch:
    row.looked_at, row.silence = now(), _SAVED
    with transaction.atomic():
        _room_for_one_more(by)
        row.save()
        record.write("save_search", row, by=by, topic=row.topic_id, kind=row.kind)
    return row


def _room_for_one_more(by: Any) -> None:
    if SavedSearch.objects.filter(user=by).count() >= MOST_SAVED:
        raise UnableToNavigate(f"已经保存了 {MOST_SAVED} 个检索", expected="删去不再用的")


def look(pk: int) -> bool:
    """Ask it again and tell its owner what is new; whether there was anything. The same data on the same day are looked at once.

    The search itself holds no lock; where somebody else has looked meanwhile, it is asked once more.
    """
    while row := SavedSearch.objects.filter(pk=pk, paused=False).first():
        try:
            found = _ask(row, User.objects.get(pk=row.user_id))
        except _Silent as silent:
            told = _stay_silent(row, str(silent)[:MOST_LETTERS])
        else:
            told = _note(row, found, joining_since(row, found[0], found[1]))
        if told is not None:
            return told
    return False


def _as_it_was(row: SavedSearch) -> SavedSearch | None:
    """The row, locked; None when it was looked at, paused or forgotten since it was read."""
    same = {"paused": False, "stamp": row.stamp, "day": row.day, "looked_at": row.looked_at}
    return SavedSearch.objects.select_for_update(of=("self",)).filter(pk=row.pk, **same).first()


@transaction.atomic
def _stay_silent(row: SavedSearch, why: str) -> bool | None:
    """Keep why nothing can be said; None when it is no longer the row that was asked."""
    fresh = _as_it_was(row)
    if fresh is None:
        return None
    fresh.looked_at, fresh.silence = now(), why
    fresh.save(update_fields=["looked_at", "silence"])
    return False


@transaction.atomic
def _note(read: SavedSearch, asked: tuple[Known, str, date], joining: Joining) -> bool | None:
    """Keep what was found and tell what is new, and what the joining of names brought apart from it; whether there was anything, None when
    it is no longer the row that was asked."""
    found, stamp, day = asked
    row = _as_it_was(read)
    if row is None:
        return None
    if row.day and day < row.day:
        return _say_turned_back(row, day)
    if (stamp, day) == (row.stamp, row.day) and not _was_hindered(row):
        return _say_back_again(row)
    told, of_names = news(row.known, found, joining)
    changed = bool(told) or bool(of_names.keys() - {RENAMED})
    row.silence = "" if changed else _nothing_new(found, of_names, same=stamp == row.stamp)
    row.known, row.stamp, row.day, row.looked_at = found, stamp, day, now()
    row.save()
    if not changed:
        return False
    counts = Counter(one.what for one in told) | of_names
    brought = SearchNews.objects.create(search=row, at=now(), stamp=stamp, day=day, counts=counts, told=[asdict(one) for one in told[:MOST_TOLD]])  # fmt: skip
    called = "检索" if row.kind == TECHNOLOGY else f"{row.kind_name}关注"
    title = f"{called}“{row}”{'有新消息' if told else '的命中随申请人归并变了'}"
    tell([row.user], title, body=brought.said, link=link_to(row), subject=record.name_of(row))
    return True


def _nothing_new(found: Known, of_names: dict[str, int], *, same: bool) -> str:
    told = f"{said_of_names(of_names)}。" if of_names else ""
    return f"{told}{'数据没有更换，' if same else '数据更换了，'}命中的 {len(found):,} 件与上次{_SAME}"


def _say_turned_back(row: SavedSearch, day: date) -> bool:
    """The data are of an earlier day: nothing happened since, and what was known stays, to be compared once they have come so far again."""
    row.looked_at = now()
    row.silence = (
        f"{_TURNED_BACK.format(_place(row))} {day}，早于上次看的 {row.day}，其间没有发生新的事；"
        f"等数据到了 {row.day} 或以后，再和那一天的 {len(row.known):,} 件比"
    )
    row.save(update_fields=["looked_at", "silence"])
    return False


def _say_back_again(row: SavedSearch) -> bool:
    """The same data on the same day are nothing new, also where they had been turned back meanwhile."""
    if row.silence.startswith(_TURNED_BACK.format(_place(row))):
        row.looked_at = now()
        row.silence = f"{_place(row)}回到了 {row.day}，命中的 {len(row.known):,} 件与退回以前{_SAME}"
        row.save(update_fields=["looked_at", "silence"])
    return False


def _was_hindered(row: SavedSearch) -> bool:
    """Whether the last look could not be made: what it said then holds no longer once one is made of the same data."""
    made = not row.silence or row.silence == _SAVED or row.silence.endswith(_SAME)
    return not made and not row.silence.startswith(_TURNED_BACK.format(_place(row)))


def _place(row: SavedSearch) -> str:
    return "专题库" if row.topic_id else "登记数据"


def link_to(row: SavedSearch) -> str:
    """The address of its page."""
    return f"/searches/{row.pk}/"


def _ask(row: SavedSearch, user: Any) -> tuple[Known, str, date]:
    """What it finds now, of which snapshot or edition, as of which day."""
    try:
        hits, stamp, day = _of_topic(row, user) if row.topic_id else _of_registry(row, user)
        found = known(islice(hits, MOST_HITS + 1))
    except QueryFault as fault:
        raise _Silent(f"检索式读不出：{fault.why}", fault.expected or _READABLE) from None
    except OutOfOrder as sorry:
        raise _Silent(f"这次没有查：{sorry}", "过一会儿再试") from None
    if len(found) > MOST_HITS:
        raise _Silent(f"命中超过 {MOST_HITS:,} 件，没有逐件比较，请缩小范围另存一个")
    return found, stamp, day


def _of_registry(row: SavedSearch, user: Any) -> tuple[Iterator[dict[str, Any]], str, date]:
    edition = current_edition()
    if edition is None:
        raise _Silent("还没有登记数据", "登记数据发布以后再来")
    if row.kind == OWN and not parties_of(user):
        raise _Silent("您现在没有代表哪个已经和登记数据对上的企业", "由企业的席位关注，企业要先和登记数据里的主体对上")
    if not user.is_authority and not parties_of(user):
        raise _Silent("您现在没有能看登记数据的席位", "单位的席位，或已经和登记数据对上的企业的席位")
    found = every_right(user, row.text, row.only, edition, own=row.kind == OWN, most=MOST_HITS + 1)
    return found, edition.snapshot, edition.as_of


def _of_topic(row: SavedSearch, user: Any) -> tuple[Iterator[dict[str, Any]], str, date]:
    topic = topic_read_by(user, row.topic_id or 0)
    latest = topic.latest if topic else None
    if latest is None:
        raise _Silent("您现在看不到这个专题库的号码和标题", "选一个看得到号码和标题的专题库")
    if row.kind != FAMILY:
        hits = every_record(latest, row.text, row.only, most=MOST_HITS + 1)
        return with_holders_as_told(latest, hits), latest.stamp, latest.as_of
    family = family_of(latest, row.text)
    if not family:
        raise _Silent(f"专题库里现在没有“{row.text}”这一件", "专题库里一件专利的申请号或公开号，先在专题库里检索到它")
    if all(one["family_by"] == UNTOLD for one in family):
        raise _Silent(
            f"专题库的来源没有说同族，看不出“{row.text}”有没有别的同族成员",
            "选来源写明同族的专题库，或用有同族一栏的导出表更新这个专题库",
        )
    return iter(family), latest.stamp, latest.as_of


@transaction.atomic
def pause(row: SavedSearch, *, by: Any) -> None:
    """Look no more until somebody goes on."""
    SavedSearch.objects.filter(pk=row.pk).update(paused=True)
    record.write("pause_search", row, by=by)


def resume(row: SavedSearch, *, by: Any) -> None:
    """Go on, and look at once at what came meanwhile."""
    with transaction.atomic():
        SavedSearch.objects.filter(pk=row.pk).update(paused=False)
        record.write("resume_search", row, by=by)
    look(row.pk)


@transaction.atomic
def forget(row: SavedSearch, *, by: Any) -> None:
    """Forget it with all its news."""
    record.write("forget_search", row, by=by)
    row.delete()


def drop_of_closed_accounts() -> None:
    """What somebody looked for goes with the account."""
    SavedSearch.objects.filter(user__is_active=False).delete()


def saved_by(person: Any) -> list[dict[str, Any]]:
    """A person's saved searches, to take out."""
    rows = SavedSearch.objects.filter(user=person).select_related("topic").order_by("pk")
    return [
        {
            "名称": row.name,
            "关注什么": row.kind_name,
            "专题库": str(row.topic) if row.topic else "",
            "检索式": row.text,
            "保存": row.at.isoformat(),
        }
        for row in rows
    ]
