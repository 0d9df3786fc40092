"""Requests for progress in any state, and the people who deal with them, as tests need them."""

from datetime import date

from factories.people import make_person
from zhixian.web.kit.uploads import TakenFile
from zhixian.web.supervision import actions
from zhixian.web.supervision.models import ProgressRequest

OFFICE, BUREAU, OTHER = "leading_group_office", "market_regulation_bureau", "finance_bureau"
TODAY = date(2020, 11, 16)
"""A Monday; five working days on is the next one."""


class Cast:
    """Those who deal with requests: the lead office's two, a bureau's handler and chief, another bureau's, an auditor."""

    def __init__(self) -> None:
        self.lead = make_person("lead_office", unit=OFFICE, name="林督查")
        self.office_chief = make_person("chief", unit=OFFICE, name="主任")
        self.group_chief = make_person("chief", unit="leading_group", name="组长")
        self.handler = make_person("handler", unit=BUREAU, name="李经办")
        self.chief = make_person("chief", unit=BUREAU, name="陈局长")
        self.other = make_person("handler", unit=OTHER, name="钱经办")
        self.auditor = make_person("auditor", unit="efficiency_office", name="审计人")


def send(cast: Cast, clause: str = "9", unit: str = BUREAU, days: int = 5) -> ProgressRequest:
    """One request."""
    [row], _ = actions.send_requests([(clause, unit)], asked="请报告进展", days=days, by=cast.lead)
    return row


def answer(row: ProgressRequest, cast: Cast, **given):
    """The bureau's answer at the request's present version."""
    row.refresh_from_db()
    said = {"progress": "办了三件事", **given}
    actions.answer_request(
        row, by=given.pop("by", cast.handler), version=row.version, **{k: v for k, v in said.items() if k != "by"}
    )
    row.refresh_from_db()
    return row


def accepted(cast: Cast, clause: str = "9", unit: str = BUREAU, **given) -> ProgressRequest:
    """A request whose answer was accepted."""
    row = answer(send(cast, clause, unit), cast, **given)
    return actions.accept_answer(row, by=cast.lead, version=row.version)


def paper(text: str = "纪要") -> TakenFile:
    """A file that was looked into."""
    return TakenFile(f"{text}.pdf", "pdf", f"%PDF-1.4 {text} %%EOF".encode())
