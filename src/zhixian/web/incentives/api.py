"""The ledger for programs: balances of the pots for the office, payments for everybody."""

from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from zhixian.web.accounts.api import needs
from zhixian.web.incentives import queries
from zhixian.web.incentives.models import Commitment, Pot
from zhixian.web.kit.api.pages import Page, PageAsked, page_of
from zhixian.web.kit.clock import today

router = Router(tags=["资金"])
Year = Annotated[int, Field(ge=2000, le=2100)]


class PotTold(Schema):
    """The money of one purpose in one year, in fen; the four balances add up to what was appropriated."""

    id: int
    year: int
    purpose: str
    name: str
    clause: str
    appropriated_fen: int
    available_fen: int
    reserved_fen: int
    committed_fen: int
    paid_fen: int


class PaymentTold(Schema):
    """What somebody was paid, less what was recovered."""

    id: int
    year: int
    purpose: str
    name: str
    clause: str
    party_name: str
    amount_fen: int


@router.get("/budgets", auth=needs("money:read"), response=Page[PotTold], summary="预算余额")
def list_budgets(request: Any, asked: PageAsked, year: Year | None = None) -> dict[str, Any]:
    """各笔资金的安排、可用、已预留、已决定和已拨付，单位为分。只给机关单位。"""
    if not request.user.is_authority:
        raise PermissionDenied(queries.NOT_FOR_COMPANIES)
    pots = Pot.objects.visible_to(request.user)
    return page_of(pots if year is None else pots.filter(year=year), asked, lambda pot: pot)


@router.get("/payments", auth=None, response=Page[PaymentTold], summary="拨付公开")
def list_payments(request: HttpRequest, asked: PageAsked, year: Year | None = None) -> dict[str, Any]:
    """一年里拨给谁、因什么、多少，不给年份的是今年。"""
    return page_of(queries.payments(year=today().year if year is None else year), asked, _paid)


def _paid(held: Commitment) -> dict[str, Any]:
    pot = held.pot
    return {
        "id": held.pk,
        "year": pot.year,
        "purpose": pot.purpose,
        "name": pot.name,
        "clause": pot.clause,
        "party_name": held.party_name,
        "amount_fen": held.amount_fen,
    }
