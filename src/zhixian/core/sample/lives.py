"""The life of a right after it came into force: fees unpaid, restored, transferred, licensed, renewed, invalidated."""

from datetime import date, timedelta
from random import Random

from zhixian.core.kernel.periods import add_months
from zhixian.core.sample.days import between, gazette_day, years_on
from zhixian.core.sample.model import County, Event, Right

_LAPSE_PER_YEAR = {"invention": 0.045, "utility_model": 0.11, "design": 0.13}
MARK_TERM = 10


def live_patent(county: County, right: Right, rng: Random, *, gazette_only: bool) -> None:
    """Events of a granted patent up to the county's last day.

    `gazette_only` keeps to what a vendor's INPADOC column can tell: a gazette day, no effective day and no party.
    """
    last = county.profile.last_day
    assert right.registered is not None
    assert right.expires is not None
    if not gazette_only:
        _dealings(county, right, rng)
    fee_day = years_on(right.filed, right.registered.year - right.filed.year + 1)
    while fee_day < min(last, right.expires):
        if rng.random() < _LAPSE_PER_YEAR[right.kind]:
            _lapse(right, fee_day, rng, last=last, gazette_only=gazette_only)
            return
        fee_day = years_on(right.filed, fee_day.year - right.filed.year + 1)
    if right.expires <= last and (day := gazette_day(add_months(right.expires, 1))) <= last:
        right.events.append(Event("expired", None if gazette_only else right.expires, day, code="CX01"))
    elif rng.random() < 0.008:
        _invalidate(right, rng, last=last, gazette_only=gazette_only)


def _lapse(right: Right, fee_day: date, rng: Random, *, last: date, gazette_only: bool) -> None:
    """Lapsed for an unpaid annual fee: gazetted about fourteen months later; one in twelve is restored."""
    gazetted = gazette_day(add_months(fee_day, 14))
    if gazetted > last:
        return
    effective = None if gazette_only else fee_day
    right.events.append(Event("lapsed", effective, gazetted, code="CF01", note="未缴年费专利权终止"))
    restored = gazette_day(add_months(gazetted, 5))
    if rng.random() < 1 / 12 and restored <= min(last, right.expires or last):
        right.events.append(Event("restored", effective and restored, restored, code="RR01", note="专利权的恢复"))


def _invalidate(right: Right, rng: Random, *, last: date, gazette_only: bool) -> None:
    assert right.registered is not None
    decided = gazette_day(between(rng, add_months(right.registered, 12), last))
    if decided <= last:
        whole = rng.random() < 0.6
        word, code = ("invalidated", "IW01") if whole else ("partly_invalidated", "IP01")
        right.events.append(Event(word, None if gazette_only else decided, decided, code=code))


def _dealings(county: County, right: Right, rng: Random) -> None:
    """Transfers within, out of and into the county, name changes, licences, preservation."""
    last, start = county.profile.last_day, right.registered
    assert start is not None
    first = gazette_day(add_months(start, 4))
    last = min(last, add_months(right.expires or last, -3))
    if first >= last:
        return
    holder = right.holders[0]
    day = gazette_day(between(rng, first, last - timedelta(days=10)))
    draw = rng.random()
    if holder.id in county.renamed:
        right.events.append(
            Event("renamed", day, day, county.renamed[holder.id].id, code="CP01", note="专利权人的姓名或者名称变更")
        )
    elif holder.region != county.profile.region or draw < 0.04:
        to = rng.choice(county.at_home("enterprise"))
        if to is not holder:
            right.events.append(Event("transferred", day, day, to.id, code="TR01", note="专利权的转移"))
    elif draw < 0.07:
        to = rng.choice(county.outside)
        right.events.append(Event("transferred", day, day, to.id, code="TR01", note="专利权的转移"))
    elif draw < 0.11:
        licensee = rng.choice(county.at_home("enterprise"))
        until = min(years_on(day, rng.randint(1, 5)), right.expires or last)
        right.events.append(Event("licensed", day, day, licensee.id, until, "EE01", "专利实施许可合同备案的生效"))
    elif draw < 0.125:
        right.events.append(Event("preserved", day, day, "", add_months(day, 6), "PP01", "专利权的保全"))
        if (ended := gazette_day(add_months(day, 6))) <= last:
            right.events.append(Event("preservation_ended", ended, ended, code="PD01"))


def live_mark(county: County, right: Right, rng: Random) -> None:
    """Renewals every ten years (some entered in the six months of grace), cancellations, transfers."""
    last = county.profile.last_day
    assert right.registered is not None
    assert right.expires is not None
    ends = right.expires
    if not right.gi:
        if rng.random() < 0.05:
            to = rng.choice(county.outside if rng.random() < 0.3 else county.at_home("enterprise", "cooperative"))
            day = between(rng, add_months(right.registered, 6), last)
            if day < min(ends, last):
                right.events.append(Event("transferred", None, day, to.id))
        if rng.random() < 0.04:
            day = between(rng, add_months(right.registered, 36), last)
            if day < min(ends, last):
                word, note = rng.choice(
                    [("cancelled", "连续三年不使用撤销"), ("surrendered", "注销"), ("invalidated", "宣告无效")]
                )
                right.events.append(Event(word, day, day, note=note))
                return
    while ends <= last and (right.gi or rng.random() < 0.78):
        until = years_on(ends, MARK_TERM)
        entered = between(rng, add_months(ends, -12), add_months(ends, 5))
        if entered > last:
            return
        right.events.append(Event("renewed", ends, entered, until=until))
        ends = until
