"""Roles: what a seat lets a person do. Ids are plain text; labels are for people."""

LEAD = "lead_office"
HANDLER = "handler"
CHIEF = "chief"
FINANCE = "finance"
AUDITOR = "auditor"
CUSTODIAN = "custodian"
ADMIN = "admin"
ENTERPRISE = "enterprise"
BANK = "bank"

NAMES = {
    LEAD: "统筹督办",
    HANDLER: "经办",
    CHIEF: "负责人",
    FINANCE: "财政拨付",
    AUDITOR: "审计",
    CUSTODIAN: "举报人身份保管人",
    ADMIN: "系统管理",
    ENTERPRISE: "企业经办",
    BANK: "银行经办",
}
UNIT_ROLES = frozenset({LEAD, HANDLER, CHIEF, FINANCE, AUDITOR, CUSTODIAN, ADMIN})
"""Roles held in a unit of the plan; all of them are staff, and staff must have a second factor."""
OVERSEERS = frozenset({LEAD, AUDITOR})
"""Roles that read of every unit: no seat in a company of the plan brings them."""
STAFF = (LEAD, HANDLER, CHIEF, FINANCE, AUDITOR, CUSTODIAN, ADMIN)
GIVES: dict[str, frozenset[str]] = {
    CHIEF: frozenset({HANDLER, CHIEF}),
    LEAD: frozenset({HANDLER, CHIEF, FINANCE, AUDITOR, LEAD}),
    ADMIN: frozenset(STAFF),
}
"""Who may give and close which seats: a chief in the own units, the lead office and the administrator in every unit."""
EVERYWHERE = frozenset({LEAD, ADMIN})
"""Roles whose holders give seats in every unit."""
OUTSIDE = (ENTERPRISE, BANK)
"""Roles held in an organisation with a credit code."""
