"""Everybody who may stand before a door: each role in its own unit and in another, people outside, people half way in."""

from factories.people import make_organisation, make_person
from factories.reports import BUREAU, OFFICE

UNIT, OTHER, PAYER = "industry_science_bureau", "commerce_bureau", "finance_bureau"
INSURER = "picc_shanghang"
"""A company that is a unit of the plan."""

LOOKERS = {
    "guest": ("未登录的人", None),
    "citizen": ("没有席位的人", lambda w: make_person()),
    "applicant": ("申请企业的经办人", lambda w: make_person("enterprise", organisation=w.applicant)),
    "competitor": ("别的企业的经办人", lambda w: make_person("enterprise", organisation=make_organisation(party="P2"))),
    "claimant": (
        "自称申请企业、还没有确认的人",
        lambda w: make_person("enterprise", organisation=make_organisation(party="P1", confirmed=False)),
    ),
    "bank": ("银行经办人", lambda w: make_person("bank")),
    "handler": ("办理单位的经办", lambda w: make_person("handler", unit=UNIT)),
    "chief": ("办理单位的负责人", lambda w: make_person("chief", unit=UNIT)),
    "bureau_handler": ("举报转往单位的经办", lambda w: make_person("handler", unit=BUREAU)),
    "bureau_chief": ("举报转往单位的负责人", lambda w: make_person("chief", unit=BUREAU)),
    "other_handler": ("无关单位的经办", lambda w: make_person("handler", unit=OTHER)),
    "insurer": ("列为责任单位的保险公司的经办", lambda w: make_person("handler", unit=INSURER)),
    "other_chief": ("无关单位的负责人", lambda w: make_person("chief", unit=OTHER)),
    "payer": ("拨付单位的财政", lambda w: make_person("finance", unit=PAYER)),
    "other_payer": ("无关单位的财政", lambda w: make_person("finance", unit=OTHER)),
    "office_chief": ("领导小组办公室的负责人", lambda w: make_person("chief", unit=OFFICE)),
    "lead": ("统筹督办", lambda w: make_person("lead_office", unit=OFFICE)),
    "auditor": ("审计", lambda w: make_person("auditor", unit="efficiency_office")),
    "custodian": ("举报人身份保管人", lambda w: w.custodian),
    "admin": ("系统管理", lambda w: make_person("admin", unit=OFFICE)),
    "unproven": ("没有第二重验证的经办", lambda w: _without_factor(make_person("handler", unit=UNIT))),
}
"""Name → what they are called, and how one is made."""

ALL = frozenset(LOOKERS)
IN = ALL - {"guest"}
OUTSIDE = frozenset({"citizen", "applicant", "competitor", "claimant", "bank"})
STAFF = IN - OUTSIDE
HANDLERS = frozenset({"handler", "bureau_handler", "other_handler", "insurer", "unproven"})
CHIEFS = frozenset({"chief", "bureau_chief", "other_chief", "office_chief"})
PAYERS = frozenset({"payer", "other_payer"})
OFFICERS = HANDLERS | CHIEFS
HANDLING_SEATS = OFFICERS | PAYERS
WATCH = frozenset({"lead", "auditor"})
"""Who sees every unit's."""
SUPERVISED = HANDLING_SEATS | WATCH
SEATED = IN - {"citizen", "claimant"}
"""Whose seat counts for something."""


def _without_factor(person):
    person.authenticator_set.all().delete()
    return person
