"""The one upward link: which functions of the house do what the flows name."""

from typing import Any

from django.db.models import Q

from zhixian.core.registry.snapshot import Snapshot
from zhixian.web.accounts import search as accounts
from zhixian.web.accounts.actions import leaving, matching
from zhixian.web.accounts.duties import seat_duties
from zhixian.web.accounts.queries import people_with
from zhixian.web.accounts.roles import LEAD
from zhixian.web.finance.duties import claim_duties
from zhixian.web.incentives import actions as ledger
from zhixian.web.incentives import search as payments
from zhixian.web.indicators import search as indicators
from zhixian.web.indicators.actions import day_for_figures, publish_figures
from zhixian.web.kit import duties, finds, keeping, own_data
from zhixian.web.kit.clock import today
from zhixian.web.kit.finds import Shelf
from zhixian.web.kit.keeping import Kind
from zhixian.web.matters import search as dossiers
from zhixian.web.matters.actions import keeping as clearing
from zhixian.web.matters.award import holding_of
from zhixian.web.matters.duties import dossier_duties
from zhixian.web.matters.effects import wire_money
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.studies import wire_studies
from zhixian.web.navigation import search as topics
from zhixian.web.navigation.actions.searches import saved_by
from zhixian.web.navigation.assessing import ASSESSMENT
from zhixian.web.navigation.beside import in_topics
from zhixian.web.navigation.jobs import ask_for_news
from zhixian.web.navigation.queries import seats_to_make
from zhixian.web.portal import search as plan
from zhixian.web.portal.lending import loan_duties
from zhixian.web.portal.rating_changes import rating_changes
from zhixian.web.protection import search as protection
from zhixian.web.protection.actions import keeping as reporting
from zhixian.web.protection.duties import opening_duties, penalty_duties, report_duties
from zhixian.web.registers import jobs as registers
from zhixian.web.registers import search as rows
from zhixian.web.registers.duties import register_duties
from zhixian.web.registry import offers, published
from zhixian.web.registry import search as registry
from zhixian.web.registry.duties import batch_duties
from zhixian.web.registry.offers import Offer
from zhixian.web.supervision import search as supervision
from zhixian.web.supervision.duties import request_duties
from zhixian.web.warnings import actions as warned
from zhixian.web.warnings import jobs as warnings
from zhixian.web.warnings import looking


def wire() -> None:
    """Connect the money effects of flows to the ledger, what matters have looked into to who does it, a new snapshot to its figures, and what rooms have to do and to find
    to the desk and the search."""
    wire_money(reserve=reserve, commit=commit, pay=pay, release=release)
    wire_studies(assessment=ASSESSMENT)
    published.after_publishing(show_figures)
    published.after_publishing(ask_for_news)
    published.after_publishing(look_again)
    published.after_publishing(match_again)
    published.after_publishing(warn_again)
    duties.add(
        dossier_duties,
        report_duties,
        penalty_duties,
        opening_duties,
        request_duties,
        seat_duties,
        batch_duties,
        loan_duties,
        register_duties,
        claim_duties,
    )
    looking.add(rating_changes=rating_changes)
    finds.add(*shelves())
    offers.add(
        Offer("保存检索", "save_search", lambda _user: True),
        Offer("存为专题库", "topic_of_query", lambda user: any(seat.unit for seat in seats_to_make(user))),
    )
    offers.tell_beside(in_topics)
    keeping.add(*kinds())
    keeping.decided_by(lambda: people_with(Q(role=LEAD)))
    own_data.add(
        账号=leaving.account_of, 席位=leaving.seats_of, 设备=leaving.devices_of, 令牌=leaving.tokens_of, 消息=leaving.notices_to,
        操作记录=leaving.lines_about, 办件=clearing.dossiers_of, 留言=clearing.messages_of, 保存的检索=saved_by, 预警提醒=warned.kept_of,
    )  # fmt: skip


def kinds() -> list[Kind]:
    """What is past its term, and how it goes."""
    return [
        Kind("paid_dossier", clearing.paid_before, clearing.clear_dossier),
        Kind("unpaid_dossier", clearing.unpaid_before, clearing.clear_dossier),
        Kind("draft", clearing.drafts_before, clearing.drop_draft),
        Kind("objector", clearing.objections_before, clearing.forget_objector),
        Kind("reporter", reporting.known_before, reporting.forget_reporter),
        Kind("report", reporting.reports_before, reporting.clear_report),
        Kind("account", leaving.unused_before, leaving.forget),
    ]


def shelves() -> list[Shelf]:
    """Where a search looks, in the order in which it shows what it found."""
    return [
        Shelf("dossiers", "办件", dossiers.search_dossiers, dossiers.dossier_numbered),
        Shelf("reports", "举报", protection.search_reports, protection.report_numbered),
        Shelf("penalties", "本单位的行政处罚", protection.search_penalties, protection.penalty_numbered),
        Shelf("requests", "督办", supervision.search_requests, supervision.request_numbered),
        Shelf("topics", "专题库和导航报告", topics.search_topics, topics.landscape_numbered),
        Shelf("rows", "台账", rows.search_rows),
        Shelf("needs_offers", "供需对接", rows.search_needs_offers),
        Shelf("public_lists", "公开的名录", plan.search_public_lists),
        Shelf("ratings", "信用评级", plan.search_ratings),
        Shelf("public_rows", "公开的台账", rows.search_public_rows),
        Shelf("rights", "权利", registry.search_rights, registry.right_numbered),
        Shelf("parties", "主体", registry.search_parties, registry.party_numbered),
        Shelf("organisations", "网站上的企业和银行", accounts.search_organisations, accounts.organisation_numbered),
        Shelf("people", "人员", accounts.search_people),
        Shelf("matters", "办事指南", dossiers.search_matters),
        Shelf("clauses", "条款", plan.search_clauses),
        Shelf("text", "方案原文", plan.search_plan_text),
        Shelf("indicators", "指标", indicators.search_indicators),
        Shelf("publicity", "公示", dossiers.search_publicity),
        Shelf(
            "public_penalties", "行政处罚公示", protection.search_public_penalties, protection.public_penalty_numbered
        ),
        Shelf("payments", "资金拨付公开", payments.search_payments),
        Shelf("units", "责任单位", plan.search_units),
    ]


def show_figures(snapshot: Snapshot) -> None:
    """Compute the figures of what was published, for the pages to show."""
    publish_figures(snapshot, day_for_figures(snapshot, today()))


def look_again(_: Snapshot) -> None:
    """Check what registers keep against the new snapshot."""
    registers.look_again()


def match_again(_: Snapshot) -> None:
    """Look for the organisations that were no party of the registry so far."""
    matching.match_organisations()


def warn_again(_: Snapshot) -> None:
    """Look by the rules at what the new snapshot says."""
    warnings.look_again()


def reserve(dossier: Dossier, *, by: Any, **_: Any) -> None:
    """Hold what the review came to, and lay claim to what it is paid for."""
    award = dossier.award or {}
    ledger.reserve(
        purpose=award["incentive"],
        year=award["budget_year"],
        amount_fen=award["amount_fen"],
        subject=holding_of(dossier),
        party=dossier.party,
        party_name=dossier.organisation.name,
        claims=(dossier.claim,) if dossier.claim else (),
        by=by,
    )


def commit(dossier: Dossier, *, by: Any, **_: Any) -> None:
    """Decide the sum by the letter, within the party's cap as it was reviewed."""
    award = dossier.award or {}
    cap = award["cap"] or {}
    ledger.commit(
        holding_of(dossier),
        amount_fen=award["amount_fen"],
        cap_fen=cap.get("fen"),
        scope=cap.get("scope", ""),
        document=dossier.letter_number,
        by=by,
    )


def pay(dossier: Dossier, *, by: Any, **_: Any) -> None:
    """Pay it, by the voucher."""
    ledger.pay(holding_of(dossier), document=(dossier.payment or {})["reference"], by=by)


def release(dossier: Dossier, *, reason: str, by: Any) -> None:
    """Give back what is held."""
    ledger.release(holding_of(dossier), reason=reason, by=by)
