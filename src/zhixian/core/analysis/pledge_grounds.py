"""Whether rights may be pledged, and what has become of them since: the grounds for refusing a pledge's registration, one by one.

专利权质押登记办法 (CNIPA announcement 461 of 2021), 第十一条, before it 第十二条 of that of 2010 (CNIPA order 56), and
注册商标专用权质押登记程序规定 (announcement 358 of 2020), 第八条. Each is cited as it stood on the day of the pledge, or of the loan
while there is none. What the registry does not hold (annual fees, co-owners, the contract) is not judged and said so in the docs.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from zhixian.core.analysis.right_state import (
    as_it_was,
    came_to_nothing,
    how_ended,
    last_day,
    pledges_on,
    preserved_since,
    tells_of,
)
from zhixian.core.analysis.right_state import called as named
from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.laws import CIVIL_CODE, Cited, cited
from zhixian.core.kernel.money import yuan
from zhixian.core.kernel.periods import add_months
from zhixian.core.registers.rights import meant as meant_by
from zhixian.core.registers.rows import Finding
from zhixian.core.registry.particulars import loans_called, rights_called
from zhixian.core.registry.snapshot import Snapshot
from zhixian.core.registry.staging import normalise_name
from zhixian.core.registry.tables import PATENT_KINDS, PLEDGEABLE_KINDS

CHECK = "pledge_grounds"
FORMER_ITEMS = {"一": "一", "二": "二", "三": "三", "五": "六", "六": "七", "九": "十一"}
"""An item of 第十一条 of the rule on patents, and which of 第十二条 it was in the one before."""
RENEWAL_MONTHS = 12
RENEWAL = "商标法第40条"
"""A mark may be renewed within twelve months before its term ends: from then on somebody has to see to it."""
PLEDGES = (Cited(date(2007, 10, 1), "物权法第227条"), Cited(CIVIL_CODE, "民法典第444条"))
"""The right of pledge comes into being with its registration."""


@dataclass(frozen=True, slots=True)
class PledgeLoan:
    """A loan as its lender tells of it: `rights` are numbers as typed."""

    loan: str
    borrower: str
    rights: tuple[str, ...]
    drawn: date
    due: date
    pledged_on: date | None = None
    repaid: date | None = None
    released_on: date | None = None
    lender: str = ""
    principal: int | None = None
    """In fen."""
    pledge_number: str = ""
    together: tuple[str, ...] = ()
    """The other loans that the same registration secures, see `secured_together`."""

    @property
    def day_of_law(self) -> date:
        """The day whose law is cited: of the pledge, of the loan while there is none."""
        return self.pledged_on or self.drawn


def grounds(snapshot: Snapshot, loans: Sequence[PledgeLoan], *, as_of: date) -> list[list[Finding]]:
    """What is to be said of each loan on a day, in the order of the loans; of one whose pledge is released that, and as notes what
    stood against it while it ran."""
    meant = {text: meant_by(text) for loan in loans for text in loan.rights}
    numbers = sorted({number for numbers, _ in meant.values() for number in numbers})
    called: dict[str, list[Mapping[str, Any]]] = {}
    for row in rights_called(snapshot, numbers, as_of=as_of) if numbers else ():
        for name in {row["number"], row["number"].partition("/")[0]}:  # a mark is called without its class too
            called.setdefault(name, []).append(row)
    return [
        list(_over(loan, loan.released_on, meant, called) if loan.released_on else _of_loan(loan, meant, called, as_of))
        for loan in loans
    ]


def _over(
    loan: PledgeLoan, released: date, meant: Mapping[str, tuple[list[str], str]], called: Mapping[str, Any]
) -> Iterator[Finding]:
    """Of a pledge that is released what stood against it on its first day and on its last, each once."""
    yield _found(f"质押已于 {released} 解除，以后的情况不再核对", "", grave=False)
    first = loan.day_of_law
    last = max(first, released - timedelta(days=1))
    told: dict[str, Finding] = {}
    for text in loan.rights:
        numbers, problem = meant[text]
        if not numbers:
            told.setdefault(text, _found(f"“{text}”不是专利号或注册号：{problem}", "", grave=False))
        for right in (right for number in numbers for right in called.get(number, ())):
            for day in (first, last):
                for one in _of_right(loan, as_it_was(right, day), day):
                    told.setdefault(one.words, _in_the_past(one, day))
    yield from told.values()


def _in_the_past(finding: Finding, day: date) -> Finding:
    inside = f"质押期间（{day}）：{finding.inside}" if finding.inside else ""
    return replace(finding, words=f"质押期间（{day}）：{finding.words}", inside=inside, grave=False)


def contradictions(snapshot: Snapshot, loans: Sequence[PledgeLoan]) -> list[list[Finding]]:
    """What the registry says otherwise of the same loan of the same lender: its sum, its days."""
    known: dict[tuple[str, str], Mapping[str, Any]] = {
        (row["loan_id"], normalise_name(row["lender"] or "")): row
        for row in loans_called(snapshot, sorted({loan.loan for loan in loans}))
    }
    return [list(_against(loan, known.get((loan.loan, normalise_name(loan.lender))))) for loan in loans]


def _against(loan: PledgeLoan, known: Mapping[str, Any] | None) -> Iterator[Finding]:
    if known is None:
        return
    pairs = (
        ("本金", _sum(known["principal"]), _sum(loan.principal)),
        ("放款日", known["drawn"], loan.drawn),
        ("到期日", known["due"], loan.due),
    )
    for name, there, here in pairs:
        if there is not None and here is not None and there != here:
            yield _found(f"登记数据里贷款 {loan.loan} 的{name}是 {there}，这里是 {here}：核对合同，改错的一处", "")


def _sum(fen: int | None) -> str | None:
    return None if fen is None else f"{yuan(fen)} 元"


def secured_together(loans: Sequence[PledgeLoan]) -> list[PledgeLoan]:
    """The loans, each with the others that one registration secures with it: of one lender to one borrower, under one number on one day."""
    by_registration: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for place, loan in enumerate(loans):
        if loan.pledge_number and loan.pledged_on:
            by_registration[_registration(loan)].append(place)
    return [
        replace(
            loan,
            together=tuple(
                loans[other].loan for other in by_registration.get(_registration(loan), ()) if other != place
            ),
        )
        for place, loan in enumerate(loans)
    ]


def _registration(loan: PledgeLoan) -> tuple[Any, ...]:
    return folded(loan.pledge_number), loan.pledged_on, folded(loan.lender), normalise_name(loan.borrower)


def pledged_twice(loans: Sequence[PledgeLoan], wanted: Sequence[int]) -> list[list[Finding]]:
    """Of some loans (by their place among all), the others of the register whose pledge of the same right is not released.

    Loans of the same lender are named, of another's only that there are some: a bank does not read another's loans. Loans that the
    same registration secures (`secured_together`) are pledged once.
    """
    by_number: dict[str, list[int]] = defaultdict(list)
    for place, loan in enumerate(loans):
        if loan.released_on is None:
            for number in {number for text in loan.rights for number in meant_by(text)[0]}:
                by_number[number].append(place)
    return [list(_twice(loans, place, by_number)) for place in wanted]


def _twice(loans: Sequence[PledgeLoan], place: int, by_number: Mapping[str, list[int]]) -> Iterator[Finding]:
    own = loans[place]
    for text in own.rights if own.released_on is None else ():
        numbers = meant_by(text)[0]
        alike = {other for number in numbers for other in by_number[number]} - {place}
        others = sorted(
            other for other in alike if not (own.together and _registration(loans[other]) == _registration(own))
        )
        if others:
            mine = [loans[other].loan for other in others if loans[other].lender == own.lender]
            told = [*mine[:5], *([f"别的银行 {len(others) - len(mine)} 笔"] if len(mine) < len(others) else [])]
            rule = _patent_rule("九", own) if numbers[0].startswith("CN") else _mark_rule("", own)
            yield _found(f"{numbers[0]} 在本台账里还为 {'、'.join(told)} 质押，没有解除", rule)


def _of_loan(
    loan: PledgeLoan, meant: Mapping[str, tuple[list[str], str]], called: Mapping[str, Any], as_of: date
) -> Iterator[Finding]:
    for text in loan.rights:
        numbers, problem = meant[text]
        rights = [right for number in numbers for right in called.get(number, ())]
        if not numbers:
            yield _found(f"“{text}”不是专利号或注册号：{problem}", "")
        elif not rights:
            yield _found(f"登记数据里没有 {numbers[0]}，无法核对", "", grave=False)
        for right in rights:
            yield from _of_right(loan, right, as_of)
    if loan.pledged_on is None and loan.repaid is None:
        yield _found("已经放款，质押还没有登记：质权自登记时设立", cited(PLEDGES, loan.day_of_law))
    if loan.repaid is not None:
        yield _found(f"贷款已于 {loan.repaid} 还清，质押还没有解除登记", "", grave=False)


def _of_right(loan: PledgeLoan, right: Mapping[str, Any], as_of: date) -> Iterator[Finding]:
    name = named(right)
    if right["kind"] not in PLEDGEABLE_KINDS:
        yield _found(f"{name} 不是可以办理质押登记的专利权或注册商标专用权", cited(PLEDGES, loan.day_of_law))
        return
    patent = right["kind"] in PATENT_KINDS
    yield from _in_force(name, loan, right, as_of, patent=patent)
    yield from _owner(name, loan, right, patent=patent)
    yield from _other_pledges(name, loan, right, as_of, patent=patent)
    yield from _frozen(name, loan, right, as_of, patent=patent)
    yield from _term(name, loan, right, as_of, patent=patent)


def _term(name: str, loan: PledgeLoan, right: Mapping[str, Any], as_of: date, *, patent: bool) -> Iterator[Finding]:
    """A debt that runs longer than the right; of a pledge that is over no mark is still to be renewed."""
    expires = last_day(right, as_of)
    if right["in_force"] and expires is not None and loan.due > expires:
        if patent:
            yield _found(f"贷款到期日 {loan.due} 晚于 {name} 的期限 {expires}", _patent_rule("六", loan))
        elif loan.released_on is None:
            near = as_of >= add_months(expires, -RENEWAL_MONTHS) and loan.repaid is None
            yield _found(
                f"{name} 在贷款到期前（{expires}）届满，要及时续展",
                RENEWAL if near else _mark_rule("三", loan),
                grave=near,
            )


def _in_force(name: str, loan: PledgeLoan, right: Mapping[str, Any], as_of: date, *, patent: bool) -> Iterator[Finding]:
    if right["in_force"]:
        return
    if right["ended"] is None:
        rule = _patent_rule("三", loan) if patent else _mark_rule("三", loan)
        yield _found(f"{name} 还没有{'授权' if patent else '核准注册'}", rule)
        return
    if came_to_nothing(right):
        rule = _patent_rule("三", loan) if patent else _mark_rule("三", loan)
        yield _found(
            f"{name} 没有{'授权' if patent else '核准注册'}，申请已于 {right['ended']} {how_ended(right, as_of)}", rule
        )
        return
    rule = _patent_rule("二", loan) if patent else _mark_rule("三", loan)
    yield _found(f"{name} 已于 {right['ended']} {how_ended(right, as_of)}", rule)


def _owner(name: str, loan: PledgeLoan, right: Mapping[str, Any], *, patent: bool) -> Iterator[Finding]:
    holder = right["holder_name"]
    if not holder:
        yield _found(f"登记数据里没有 {name} 的权利人，无法核对归属", "", grave=False)
    elif normalise_name(holder) != normalise_name(loan.borrower):
        rule = _patent_rule("一", loan) if patent else _mark_rule("一", loan)
        after = f"（质押登记 {loan.pledged_on} 以后可能已转移）" if loan.pledged_on else ""
        yield _found(f"{name} 的权利人是{holder}，不是借款企业{loan.borrower}{after}", rule)


def _other_pledges(
    name: str, loan: PledgeLoan, right: Mapping[str, Any], as_of: date, *, patent: bool
) -> Iterator[Finding]:
    """Pledges of other loans that are registered on the day and not released: which, only the register's units are told, since
    another bank's may be among them. Of one that the office tells without a loan it is asked whether it is this loan's."""
    rule = _patent_rule("九", loan) if patent else _mark_rule("", loan)
    for pledge in pledges_on(right, as_of):
        day, other = pledge["registered"], pledge["loan_id"]
        told = f"{name} 已于 {day} {{}}质押登记，还没有解除"
        if other is None and loan.pledged_on is None and day >= loan.drawn:
            yield _found(f"{told.format('办理')}：是这一笔的，填质押登记日；不是的，不能再质押", rule, grave=False)
        elif other is None and not (loan.pledged_on and tells_of(day, loan.pledged_on)):
            yield _found(told.format("办理"), rule)
        elif other is not None and other != loan.loan and not (other in loan.together and day == loan.pledged_on):
            yield _found(told.format("为另一笔贷款"), rule, inside=told.format(f"为贷款 {other} "))


def _frozen(name: str, loan: PledgeLoan, right: Mapping[str, Any], as_of: date, *, patent: bool) -> Iterator[Finding]:
    """Preserved by a court, and not let go of."""
    state = preserved_since(right, as_of)
    if state is not None:
        rule = _patent_rule("五", loan) if patent else _mark_rule("四", loan)
        yield _found(f"{name} 自 {state} 起被人民法院保全", rule)


def _patent_rule(item: str, loan: PledgeLoan) -> str:
    """The item of the rule on patents, as it stood on the loan's day."""
    former = Cited(date(2010, 10, 1), f"专利权质押登记办法（2010年）第十二条第{FORMER_ITEMS[item]}项")
    return cited((former, Cited(date(2021, 11, 15), f"专利权质押登记办法第十一条第{item}项")), loan.day_of_law)


def _mark_rule(item: str, loan: PledgeLoan) -> str:
    """The item of the rule on marks, or its article; of the one before it only the name."""
    former = Cited(date(2009, 11, 1), "注册商标专用权质权登记程序规定（工商标字〔2009〕182号）")
    words = f"注册商标专用权质押登记程序规定第八条{f'第{item}项' if item else ''}"
    return cited((former, Cited(date(2020, 5, 1), words)), loan.day_of_law)


def _found(words: str, basis: str, *, grave: bool = True, inside: str = "") -> Finding:
    return Finding(CHECK, words, basis, grave, inside)
