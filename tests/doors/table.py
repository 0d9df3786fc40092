"""The table of doors: every address of the site, who comes in, who sees which row in which state, and who changes what.

A new address needs a line in the list of its room. `Entry` says what a line may tell; `world.py` makes the rows that it leads
to, `lookers.py` the people. Then run `script/visibility`, which writes docs/reference/visibility.md.
"""

from collections.abc import Collection
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from doors.entry import ELSEWHERE, REFUSED, SIGN_IN, Entry, everybody, signed_in
from doors.lookers import ALL, CHIEFS, HANDLING_SEATS, IN, OFFICERS, OUTSIDE, PAYERS, SEATED, STAFF, SUPERVISED, WATCH
from doors.world import STATES, code
from factories.exports import write_export
from factories.matters import upload
from factories.penalties import PERSON, SECRET, contents
from factories.registers import TYPED, as_sheet
from factories.registry import as_upload, marks
from factories.reports import BUREAU, PASSPHRASE
from zhixian.core.finance.pool_terms import FIGURES
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import unit_name
from zhixian.web.navigation.queries import proposals_of, tables
from zhixian.web.protection.forms.penalties import initial_of

NOBODY: frozenset[str] = frozenset()
DESK = frozenset({"lead", "office_chief"})
"""Who takes reports in."""
OFFICE = OFFICERS | {"lead"}

# --- who sees which row ---------------------------------------------------------------------------------------------

HANDLING = frozenset({"applicant", "handler", "chief", "lead", "auditor"})
DOSSIERS = {
    state: {"draft": frozenset({"applicant"}), "payment": HANDLING | {"payer"}, "done": HANDLING | {"payer"}}.get(state, HANDLING)
    for state in STATES
}  # fmt: skip
REPORTS = {"desk": DESK, "bureau": DESK | {"bureau_handler", "bureau_chief"}, "police": DESK}
OPENINGS = {
    "asked": {"bureau_handler", "office_chief", "auditor"},
    "approved": {"bureau_handler", "office_chief", "auditor", "custodian"},
    "opened": {"bureau_handler", "office_chief", "auditor", "custodian"},
}
BUREAUS = frozenset({"bureau_handler", "bureau_chief"})
WAITING_PENALTIES = {"draft": BUREAUS, "correcting": BUREAUS, "submitted": {"bureau_chief"}}
WRITTEN = ("draft", "correcting")
"""States in which a penalty is being written."""
ON_SHOW = {"shown": ALL, "correcting": ALL}
PUBLISHED = {**ON_SHOW, "withdrawn": ALL}
"""What the public reads; of what was withdrawn a trace."""
REQUESTS = BUREAUS | {"lead", "auditor"}
CLAUSES = {
    "1": WATCH | BUREAUS | {"handler", "chief", "other_handler", "other_chief", "other_payer"},
    "9": WATCH | BUREAUS,
    "18": WATCH | BUREAUS | {"handler", "chief", "payer", "insurer"},
}
CELLS = {
    "1, commerce_bureau": WATCH | {"other_handler", "other_chief", "other_payer"},
    "9, market_regulation_bureau": WATCH | BUREAUS,
    "18, finance_bureau": WATCH | {"payer"},
    "18, industry_science_bureau": WATCH | {"handler", "chief"},
}
COLUMNS = {
    "commerce_bureau": WATCH | {"other_handler", "other_chief", "other_payer"},
    "finance_bureau": WATCH | {"payer"},
    "industry_science_bureau": WATCH | {"handler", "chief"},
}
AUTHORITIES, UNITS = STAFF - {"insurer"}, SUPERVISED - {"insurer"}
"""Who sits in a unit, and whom the board tells of one, without the company among them: it sees its own business and duties."""
RIGHTS = {"own": AUTHORITIES | {"applicant"}, "another": AUTHORITIES}
UPLOADERS = frozenset({"admin", "lead", "handler"})
BATCHES = UPLOADERS | {"auditor"}
SEATS = frozenset({"handler", "chief", "lead", "admin", "auditor"})
"""Who sees a seat in the handling unit."""
DECIDE_CLAIMS = frozenset({"lead", "handler", "chief"})
WATCHERS = frozenset({"lead", "admin"})
JOBS = {"handler": WATCHERS | {"handler"}, "lead": WATCHERS}


KEEPING = SUPERVISED | {"applicant", "competitor", "bank"}
"""Whose role keeps or reads some register."""
LOANS = frozenset({"bank", "handler", "chief", "payer", "lead", "auditor"})
"""Who sees the bank's loan: the bank, the units of the register, and who sees every unit's."""

POLICIES = {
    "own": frozenset({"insurer", "handler", "chief", "lead", "auditor"}),
    "another": frozenset({"handler", "chief", "lead", "auditor"}),
}
"""Who sees a policy of the insurer that is a unit of the plan, and one of another insurer."""
CONTRACTS = {
    "own": frozenset({"applicant", "handler", "chief", "payer", "lead", "auditor"}),
    "another": frozenset({"handler", "chief", "payer", "lead", "auditor"}),
}
"""Who sees a contract that a unit has entered of the applicant, and one of somebody else: the owner whom it names, the units of that
register, and who sees every unit's."""
OF_CASES = frozenset({"handler", "chief", "bureau_handler", "bureau_chief", "lead", "auditor"})
"""Who reads what is attached to a case: the units of that register, and who sees every unit's."""

POOLERS = SUPERVISED | {"bank"}
"""Whose role opens the room of risk pools."""
POOL_KEEPERS = frozenset({"handler", "chief"})
"""Who enters agreements, takes loans in and passes claims."""
IN_POOLS = frozenset({"bank", "handler", "chief", "payer"})
"""Who of those who act on claims sees them."""

SCORED = SUPERVISED | {"applicant", "competitor"}
"""Whose role opens the rooms of scorecards, honours and leads."""
SCORERS = frozenset({"lead", "auditor", "handler", "chief"})
"""Who sees everybody's: the lead office, auditors, and the unit that uses them here."""
PAYABLE = SCORERS | {"payer"} | BUREAUS
"""Who sees everybody whom a rule gives money: the units that take its matter up, decide and pay, who sees every unit's."""
LEADS = SCORERS | BUREAUS
"""Who follows leads up here, and who sees every unit's."""

INTENSITY = SCORERS
"""Who looks into industries: the unit of the register of standards, who sees every unit's."""

NEEDS = {"public": ALL, "members": (KEEPING - {"unproven"})}
"""Who is told of a need or offer: everybody, or those of confirmed organisations and of units."""
MARKETERS = SCORERS | {"payer", "applicant", "competitor"} | BUREAUS
"""Who looks up universities: units of the register of needs and offers, who sees every unit's, an enterprise for itself."""


def sending(**content: Any) -> Any:
    """The version seen, and this."""
    return lambda _, row, __: {"version": row.version, **content}


def only(**content: Any) -> Any:
    """Just this."""
    return lambda *_: content


def no_row(**names: Any) -> Any:
    """An address that names no row of ours."""
    return lambda *_: names


def typed(given: dict[str, Any]) -> dict[str, Any]:
    """What a browser sends of a form that is filled like this."""
    return {name: value for name, value in given.items() if value not in (None, False)}


def decision(_: Any, unit: str, __: str) -> dict[str, Any]:
    """A decision of a unit as its form sends it."""
    return typed(contents(unit=unit, decided_on=today(), fine="5000"))


def names_of(topic: Any) -> str:
    """The names of the first line of a topic's merge list."""
    return next((f"{line.name}\n{line.into}" for line in proposals_of(topic)), "")


def filled_list(topic: Any) -> SimpleUploadedFile:
    """A merge list that says of its first line that the two are not one."""
    names = names_of(topic).replace("\n", ",")
    return SimpleUploadedFile("清单.csv", f"名称,建议归入,决定\n{names and f'{names},否'}\n".encode())


def record_of(topic: Any) -> str:
    """The first record of a topic, where it has been made."""
    made = topic.latest and tables(topic.latest)
    return made.rows("records")[0]["record"] if made and made.rows("records") else "无"


def act_on_penalty(act: str, acts: dict[str, Any], sends: Any = None, **content: Any) -> Entry:
    """One of the acts on a penalty."""
    return Entry(
        "penalty_act", "act", OFFICERS, "penalty", BUREAUS, at=lambda _, row, __: {"pk": row.pk, "act": act},
        sends=sends or sending(**content), acts=acts, why=act,
    )  # fmt: skip


def href(url: str) -> Any:
    """A link to the row's page."""
    return lambda row: f'href="{reverse(url, args=[row.pk])}"'


def _proven(people: Collection[str]) -> Collection[str]:
    """The same without whom the search takes for the public."""
    return people if people == ALL else frozenset(people) - {"unproven"}


def found(shelf: str, rows: str, sees: Any, words: Any, mark: Any) -> list[Entry]:
    """A search for each row by itself, everywhere and on the shelf of its room: who sees the row finds it."""
    proven = {state: _proven(people) for state, people in sees.items()} if isinstance(sees, dict) else _proven(sees)
    return [
        Entry(
            "search", "search", ALL, rows, proven, at=no_row(), lists=rows, mark=mark,
            query=lambda _, row, inside=inside: {"q": words(row), **inside}, why=f"{shelf}, {where}",
        )
        for where, inside in (("everywhere", {}), ("on its shelf", {"in": shelf}))
    ]  # fmt: skip


def on_desk(rows: str, sees: Any, mark: Any) -> Entry:
    """What of the rows is on whose desk."""
    return Entry("desk", "list", IN, lists=rows, sees=sees, mark=mark, why=rows)


TOPICS = {
    "unit": {"handler", "chief", *WATCH},
    "shared": {"handler", "chief", *WATCH, "applicant", "other_handler", "other_chief", "other_payer"},
    "enterprise": {"applicant"},
}
TOPICS["query"] = TOPICS["shared"]
TOPICS_OF = {
    "unit": {"handler", "chief"},
    "shared": {"handler", "chief"},
    "query": {"handler", "chief"},
    "enterprise": {"applicant"},
}
"""Whose the topic is."""
RAW = {"shared": TOPICS["shared"], "query": TOPICS["query"] - {"applicant"}}
"""Whose terms let raw data out, and to whom: of a question to the registry to those who see every right there."""
LANDSCAPES = {"draft": TOPICS_OF["shared"], "issued": TOPICS["shared"]}
SAVED = {"handler": {"handler"}, "applicant": {"applicant"}}
"""What somebody looks for is nobody else's business."""
IN_ORGANISATIONS = frozenset({"applicant", "competitor", "bank"})
TOPIC_MAKERS = OFFICERS | {"lead"}
NUMBERS = count(1)


def new_topic(**content: Any) -> Any:
    """What makes a topic, each time by another name: what a run before left on the disk is not taken back with its rows."""
    return lambda world, *_: {
        "name": f"门{next(NUMBERS)}",
        "as_of": today().isoformat(),
        **{key: value(world) for key, value in content.items()},
    }


def act_on_landscape(act: str, acts: dict[str, Any]) -> Entry:
    """One of the acts on a landscape."""
    return Entry(
        "landscape_act", "act", IN, "landscape", TOPICS_OF["shared"], at=lambda _, row, __: {"pk": row.pk, "act": act}, sends=sending(),
        acts=acts, why=act,
    )  # fmt: skip


# --- the rooms ------------------------------------------------------------------------------------------------------

ACCOUNTS = [
    *everybody("demo", sees=NOBODY, why="only in a demonstration on loopback"),
    *everybody("demo_step_in", kind="act", sees=NOBODY, at=no_row(key="lead"), sends=only(), why="only in a demonstration"),
    *signed_in("account", "tokens"),
    Entry("own_data", "export", IN, sends=only(), acts=IN, why="the own data"),
    Entry("leave", "act", IN, sends=only(sure="注销"), acts=OUTSIDE, why="the own account; not of who sits in a unit"),
    Entry(
        "claim", "form", IN, acts=IN, sends=lambda *_: {"kind": "enterprise", "name": "另一家公司", "credit_code": code(88)}
    ),
    Entry("invitation", "form", ALL, at=no_row(token="of-the-mail"), why="whoever has the link"),
    Entry("claims", "list", IN, lists="claim", sees=DECIDE_CLAIMS, mark=lambda row: reverse("claim_decide", args=[row.pk])),
    Entry("claim_decide", "act", IN, "claim", DECIDE_CLAIMS, sends=only(answer="confirm"), acts=DECIDE_CLAIMS),
    Entry(
        "organisation_party", "form", IN, "organisation", DECIDE_CLAIMS, acts=DECIDE_CLAIMS,
        sends=lambda _, row, __: {"seen": row.party, "party": "", "why": "认错了"},
    ),
    Entry("people", "list", IN, lists="seat", sees={"handler", "chief"}, mark=lambda row: row.user.email),
    Entry("all_seats", "list", {"lead", "admin", "auditor"}),
    Entry(
        "invite", "act", CHIEFS | WATCHERS, acts={"chief", "lead", "admin"},
        sends=only(email="someone@example.test", seat="industry_science_bureau:handler"),
    ),
    Entry("withdraw_invitation", "act", CHIEFS | WATCHERS, "invitation", {"chief", "lead", "admin"}, sends=only(), acts={"chief", "lead", "admin"}),
    Entry("close_seat", "act", IN, "seat", SEATS, sends=only(why="退休"), acts={"chief", "lead", "admin"}),
    Entry("lost_factor", "act", CHIEFS | WATCHERS, "seat", {"chief", "lead", "admin"}, sends=only(why="手机丢了"), acts={"chief", "lead", "admin"}),
    Entry("move_seat", "act", WATCHERS, "seat", sends=only(unit="commerce_bureau", why="调动"), acts=WATCHERS),
    Entry("end_session", "act", IN, "session", {"applicant"}, sends=only(), acts={"applicant"}),
    Entry(
        "new_token", "act", IN, sees=SEATED, otherwise=ELSEWHERE, acts={"applicant"},
        at=no_row(), sends=lambda world, *_: {"name": "新的", "place": f":{world.applicant.pk}", "scopes": ["dossiers:read"], "days": "30"},
    ),
    Entry("revoke_token", "act", IN, "token", {"applicant"}, sends=only(), acts={"applicant"}),
    *signed_in("second_factor_needed", kind="sign", factor=False),
    *signed_in("mfa_remove_webauthn", kind="sign", factor=False, sees=NOBODY, at=no_row(pk=1), why="the own passkeys only"),
]  # fmt: skip
SIGNING_IN = [
    *everybody(
        "account_login", "account_logout", "account_inactive", "account_signup", "account_email_verification_sent",
        "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done",
        "socialaccount_login_cancelled", kind="sign", factor=False,
    ),
    *everybody(
        "account_confirm_login_code", "mfa_authenticate", "mfa_login_webauthn",
        kind="sign", factor=False, sees=IN, otherwise=SIGN_IN, why="in the middle of signing in",
    ),
    *everybody(
        "socialaccount_login_error", "socialaccount_signup",
        kind="sign", factor=False, sees=NOBODY, otherwise=SIGN_IN, why="in the middle of signing in elsewhere",
    ),
    *everybody("account_confirm_email", kind="sign", factor=False, at=no_row(key="nobody")),
    *everybody("account_reset_password_from_key", kind="sign", factor=False, at=no_row(uidb36="x", key="y")),
    *everybody("openid_connect_login", "openid_connect_callback", kind="sign", factor=False, sees=NOBODY, at=no_row(provider_id="nobody"), why="no provider is named"),
    *signed_in(
        "account_reauthenticate", "account_email", "account_change_password", "account_set_password", "mfa_index",
        "mfa_reauthenticate", "mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn",
        "socialaccount_connections", "usersessions_list", kind="sign", factor=False, why="the own account",
    ),
    *signed_in("mfa_deactivate_totp", kind="sign", factor=False, sees=STAFF - {"unproven"}, why="who has an authenticator"),
    *signed_in("mfa_view_recovery_codes", "mfa_download_recovery_codes", kind="sign", factor=False, sees=NOBODY, why="who has recovery codes"),
    *signed_in("mfa_edit_webauthn", kind="sign", factor=False, sees=NOBODY, at=no_row(pk=1), why="the own passkeys only"),
]  # fmt: skip
KIT = [
    *everybody("healthy"),
    Entry("still_here", "act", IN, sends=only()),
    Entry("notices", "notice", IN, lists="notice", sees={"applicant"}, mark=lambda row: row.title),
    Entry("open_notice", "notice", IN, "notice", {"applicant": {"applicant"}}),
    Entry("jobs", "list", WATCHERS),
    Entry("job", "detail", IN, "job", JOBS),
    Entry("retry_job", "act", WATCHERS, "job", JOBS, sends=only(), acts=WATCHERS),
    *everybody("keeping"),
    Entry("clearing", "list", WATCHERS),
    Entry("decide_clearing", "act", {"lead"}, "clearing", sends=only(answer="go"), acts={"lead"}),
]
REGISTRY = [
    Entry(
        "registry", "act", STAFF, acts=UPLOADERS, sends=lambda world, *_: {"exports": as_upload(marks(world.data, 7633001)), "kind": "auto"},
    ),
    Entry("correct_waiting", "act", STAFF, sees=UPLOADERS, sends=only(), acts=UPLOADERS),
    Entry("registry_template", "export", STAFF, at=no_row(kind="loans")),
    Entry("go_back", "form", STAFF, sees=NOBODY, at=no_row(snapshot="never")),
    Entry("batch", "detail", STAFF, "batch", BATCHES),
    Entry("batch_rows", "list", STAFF, "batch", BATCHES),
    Entry(
        "fix_row", "form", STAFF, "refused_row", UPLOADERS, at=lambda _, row, __: {"pk": row.batch_id, "row": row.pk},
    ),
    Entry(
        "set_row_aside", "act", STAFF, "refused_row", UPLOADERS, at=lambda _, row, __: {"pk": row.batch_id, "row": row.pk},
        sends=lambda _, row, __: {"version": row.batch.version, "why": "企业已注销"}, acts=UPLOADERS,
    ),
    Entry("batch_report", "export", STAFF, "batch", BATCHES),
    Entry("batch_changes", "list", STAFF, "batch", BATCHES, at=lambda _, row, __: {"pk": row.pk, "what": "right_added"}),
    Entry(
        "batch_act", "act", STAFF, "batch", UPLOADERS, at=lambda _, row, __: {"pk": row.pk, "act": "discard"},
        sends=sending(), acts=UPLOADERS,
    ),
    Entry("rights", "search", IN, lists="right", sees=RIGHTS, mark=lambda row: reverse("right", args=[row.right_id]), query=lambda *_: {"q": "一种装置"}),
    Entry("rights_sheet", "export", STAFF),
    Entry("right", "detail", IN, "right", RIGHTS, at=lambda _, row, __: {"right_id": row.right_id}),
    Entry("look_alikes", "list", IN, lists="mark", sees=RIGHTS, mark=lambda row: reverse("look_alike", args=[row.right_id])),
    Entry("look_alike", "detail", IN, "mark", RIGHTS, at=lambda _, row, __: {"right_id": row.right_id}),
    Entry("parties", "search", IN, lists="party", sees=RIGHTS, mark=lambda row: reverse("party", args=[row.party_id]), query=lambda *_: {"q": "测试企业"}),
    Entry("party", "detail", IN, "party", RIGHTS, at=lambda _, row, __: {"party_id": row.party_id}),
]  # fmt: skip
OF_LOANS = no_row(register="pledge_loans")


def of_loan(_: Any, row: Any, __: str) -> dict[str, Any]:
    """The address of a row."""
    return {"register": row.register, "pk": row.pk}


def lender(world: Any) -> str:
    """The name of the bank, which enters loans of its own only."""
    return world.rows["loan"][""].organisation.name


def loan_page(row: Any) -> str:
    """The link to a row."""
    return reverse("register_row", args=[row.register, row.pk])


def loan_link(row: Any) -> str:
    """The link to a row, as a page has it."""
    return f'href="{loan_page(row)}"'


def act_on_claim(act: str, acts: dict[str, Any], **content: Any) -> Entry:
    """One of the acts on a claim from a risk pool."""
    return Entry(
        "pool_claim_act", "act", HANDLING_SEATS | {"bank"}, "pool_claim", IN_POOLS, at=lambda _, row, __: {"pk": row.pk, "act": act},
        sends=sending(**content), acts=acts, why=act,
    )  # fmt: skip


def agreement_typed(world: Any, row: Any, _: str) -> dict[str, Any]:
    """An agreement as its form sends it; of the pool of `row` where there is one."""
    bank = world.rows["pool"]["used"].bank
    return {
        "name": row.name if row else "另一个资金池", "bank": bank.pk, "document": "协议2号", "loss_share": "40", "most_loan_fen": "5000000",
        "most_for_loan_fen": "600000", "most_in_all_fen": "3000000", "leverage": "10", "stop_at": "50", "overdue_days": "60",
        "starts": "2018-01-01", "ends": "2021-01-01", "kind-0": "government", "member-0": "县财政", "share-0": "100",
        **{f"clause-{figure}": "第一条" for figure in FIGURES}, **({"version": row.version} if row else {}),
    }  # fmt: skip


def paying_in(_: Any, row: Any, __: str) -> dict[str, Any]:
    """A contribution as its form sends it."""
    return {"member": row.members.first().pk, "amount_fen": "100", "received_on": "2018-11-01", "document": "进账99号"}


def supplementing(*_: Any) -> dict[str, Any]:
    """A supplement as its form sends it; from a day on which no sum is fixed yet."""
    return {
        "document": "补充1号", "effective": "2019-06-01", "reach": "all", "loss_share": "80", "clause-loss_share": "第一条",
        "evidence": upload(),
    }  # fmt: skip


def act_on_payback(act: str, acts: Any, **content: Any) -> Entry:
    """One of the acts on what is paid back at a pool's end."""
    return Entry(
        "pool_payback_act", "act", HANDLING_SEATS, "payback", {"handler", "chief", "payer"}, at=lambda _, row, __: {"pk": row.pk, "act": act},
        sends=sending(**content), acts=acts, why=act,
    )  # fmt: skip


FINANCE = [
    Entry("pools", "list", POOLERS, lists="pool", sees=LOANS, mark=href("pool")),
    Entry("new_pool", "form", OFFICERS, sees=POOL_KEEPERS, at=no_row(), sends=agreement_typed, acts=POOL_KEEPERS),
    Entry("pool", "detail", POOLERS, "pool", LOANS),
    Entry("change_pool", "form", OFFICERS, "pool", POOL_KEEPERS, sends=agreement_typed, acts={"empty": POOL_KEEPERS}, why="until something rests on it"),
    Entry("contribute_to_pool", "act", PAYERS, "pool", {"payer"}, sends=paying_in, acts={"payer"}),
    Entry(
        "reverse_contribution", "form", PAYERS, "contribution", {"payer"}, sends=only(reason="多打了零"), acts={"free": {"payer"}},
        why="until something was computed from it",
    ),
    Entry(
        "admit_to_pool", "form", OFFICERS, "pool", POOL_KEEPERS, sends=lambda world, *_: {"row": world.rows["loan to pool"][""].pk},
        acts={"used": POOL_KEEPERS}, why="no loan without money",
    ),
    Entry("take_out_of_pool", "form", OFFICERS, "pool_loan", POOL_KEEPERS, sends=only(reason="不该入池"), acts=POOL_KEEPERS),
    Entry("supplement_pool", "form", OFFICERS, "pool", POOL_KEEPERS, sends=supplementing, acts=POOL_KEEPERS),
    Entry(
        "withdraw_supplement", "form", OFFICERS, "supplement", POOL_KEEPERS, sends=only(reason="录错了"), acts=POOL_KEEPERS,
        why="until something was computed under it",
    ),
    Entry(
        "pay_back_pool", "form", OFFICERS, "pool", POOL_KEEPERS, sends=lambda *_: {"way": "shares", "clause": "第十二条", "evidence": upload()},
        acts=(), why="not while the agreement holds",
    ),
    Entry("pool_paper", "file", POOLERS, "pool_paper", LOANS),
    Entry("pool_payback", "detail", POOLERS, "payback", LOANS),
    act_on_payback("decide", {"asked": {"payer"}}, document="批准9号"),
    act_on_payback("pay", {"decided": {"payer"}}, **{"voucher-0": "清退1号"}),
    act_on_payback("refuse", {"asked": POOL_KEEPERS | {"payer"}, "decided": {"payer"}}, reason="缺确认"),
    Entry("pool_statement_xlsx", "export", POOLERS, "pool", LOANS),
    Entry("pool_statement_docx", "export", POOLERS, "pool", LOANS),
    Entry("new_pool_claim", "form", {"bank"}, "pool_loan", sends=lambda *_: {"outstanding_fen": "1000", "evidence": upload()}, acts={"bank"}),
    Entry("pool_claim", "detail", POOLERS, "pool_claim", LOANS),
    act_on_claim("check", {"filed": POOL_KEEPERS}),
    act_on_claim("decide", {"checked": {"payer"}}, document="批准1号"),
    act_on_claim("pay", {"decided": {"payer"}}, document="支付99号"),
    act_on_claim("refuse", {"filed": POOL_KEEPERS, "checked": {"payer"}, "decided": {"payer"}}, reason="证据不全"),
    act_on_claim("withdraw", {"filed": {"bank"}, "checked": {"bank"}}, reason="先起诉"),
    act_on_claim("recover", {"paid": {"payer"}}, amount_fen="10", received_on="2018-11-01", document="收回1号"),
    Entry("pool_claim_file", "file", POOLERS, "pool_claim_file", LOANS),
]  # fmt: skip

REGISTERS = [
    Entry("registers", "list", KEEPING),
    Entry("register", "list", KEEPING, sees=LOANS, at=OF_LOANS, lists="loan", mark=loan_page, hides=True),
    Entry("register", "search", KEEPING, sees=LOANS, at=OF_LOANS, lists="loan", mark=loan_page, hides=True, query=lambda *_: {"q": "门前企业"}),
    Entry("register_row", "detail", KEEPING, "policy", POLICIES, at=of_loan),
    Entry("register_row", "detail", KEEPING, "contract", CONTRACTS, at=of_loan),
    Entry("change_register_row", "form", KEEPING, "contract", {"handler", "chief"}, at=of_loan),
    Entry("register_export", "export", KEEPING, sees=LOANS, at=OF_LOANS),
    Entry("register_form", "file", KEEPING, sees=LOANS, at=OF_LOANS),
    Entry("register_feed", "form", KEEPING, sees={"lead", "handler"}, at=OF_LOANS, sends=only(), acts={"lead", "handler"}),
    Entry("new_register_row", "form", KEEPING, sees={"bank", "handler", "chief"}, at=OF_LOANS, sends=lambda world, *_: {**TYPED, "loan": "JH-7", "lender": lender(world), "keeper": "0"}, acts={"bank", "handler", "chief"}),
    Entry(
        "register_sheet", "act", KEEPING, sees={"bank", "handler", "chief"}, at=OF_LOANS,
        sends=lambda world, *_: {"file": as_sheet(lender(world))}, acts={"bank", "handler", "chief"},
    ),
    Entry("register_row", "detail", KEEPING, "loan", LOANS, at=of_loan),
    Entry("register_row", "detail", KEEPING, "hand_over", UNITS, at=of_loan),
    Entry("register_row", "detail", KEEPING, "case", UNITS, at=of_loan),
    Entry("register_paper", "file", KEEPING, "hand_over", UNITS, at=lambda _, row, __: {"register": "case_transfers", "pk": row.pk, "paper": "letter"}),
    Entry("register_file", "file", KEEPING, "row_file", OF_CASES),
    Entry("remove_register_file", "act", KEEPING, "row_file", {"bureau_handler", "bureau_chief"}, sends=only(why="附错了"), acts={"bureau_handler", "bureau_chief"}),
    Entry("attach_register_file", "act", KEEPING, "case", {"bureau_handler", "bureau_chief"}, at=lambda _, row, __: {"register": "ip_cases", "pk": row.pk}, sends=lambda *_: {"evidence": upload(), "said": "网页截图"}, acts={"bureau_handler", "bureau_chief"}),
    Entry("register_row_private", "act", KEEPING, "loan", {"bank", "handler"}, at=of_loan, sends=only(), acts={"bank", "handler"}),
    Entry(
        "change_register_row", "form", KEEPING, "loan", {"bank"}, at=of_loan, sends=lambda world, row, _: {**TYPED, "quality": "loss", "lender": lender(world), "version": row.version}, acts={"bank"},
    ),
    Entry("strike_register_row", "act", KEEPING, "loan", LOANS, at=of_loan, sends=sending(reason="录错了"), acts={"bank"}),
    *everybody("public_registers", kind="list"),
    *everybody("public_register", kind="list", sees=NOBODY, at=OF_LOANS, why="a register that publishes nothing"),
    *everybody("public_register", kind="list", at=no_row(register="gi_users"), why="a register with public fields"),
    *found("rows", "loan", LOANS, lambda row: "门前企业", loan_page),
    on_desk("loan", {"bank"}, loan_page),
]  # fmt: skip
MONEY = [
    Entry(
        "budgets", "act", STAFF, sees=AUTHORITIES, otherwise=REFUSED, acts={"payer"},
        sends=only(purpose="pledge_interest", year="2018", amount="1", document="预算二号"),
    ),
    Entry("pot", "act", STAFF, "pot", AUTHORITIES, sends=only(amount="1", document="预算三号"), acts={"payer"}),
    Entry("held", "act", STAFF, "held", AUTHORITIES, sends=only(amount="1", reason="多付", document="追回一号"), acts={"payer"}),
    *everybody("payments", kind="list"),
]  # fmt: skip
MOVES = {
    "draft": "submit",
    "acceptance": "accept",
    "review": "approve",
    "decision": "grant",
    "payment": "pay",
    "publicity": "conclude",
}
TURNS = {
    "acceptance": {"handler"},
    "review": {"handler"},
    "decision": {"chief"},
    "payment": {"payer"},
    "publicity": {"handler"},
}
"""Whose turn it is in the office."""
HANDED = ("acceptance", "review", "publicity")
"""Steps that a handler takes."""
OF_THE_ASSESSING_UNIT = frozenset({"handler", "chief", "unproven"})
MATTERS = [
    *everybody("matters", kind="list"),
    *everybody("matter", kind="detail", at=no_row(matter="gi_mark")),
    Entry(
        "start_dossier", "act", IN, at=no_row(matter="pledge_interest"), sends=only(subject="L1-30", year="2018"), acts={"applicant"},
    ),
    Entry(
        "start_dossier", "act", IN, at=no_row(matter="assessment"), sends=only(),
        acts={"applicant", "competitor", *OFFICERS} - OF_THE_ASSESSING_UNIT,
        why="an assessment, which units ask for too, but not the one that assesses",
    ),
    Entry("dossiers", "list", IN, lists="dossier", sees=DOSSIERS, mark=lambda row: reverse("dossier", args=[row.pk])),
    Entry("dossiers", "search", IN, lists="dossier", sees=DOSSIERS, mark=lambda row: reverse("dossier", args=[row.pk]), query=lambda *_: {"q": "测试企业1"}),
    Entry("dossier", "detail", IN, "dossier", DOSSIERS),
    Entry("dossier_form", "form", IN, "fillable", {"applicant"}, why="once handed in it leads to the dossier"),
    Entry(
        "save_draft", "act", IN, "fillable", {"draft": {"applicant"}, "correction": {"applicant"}},
        sends=sending(bank_name="另一家银行"), acts={"applicant"},
    ),
    Entry(
        "attach_material", "act", IN, "fillable", {"draft": {"applicant"}, "correction": {"applicant"}},
        at=lambda _, row, __: {"pk": row.pk, "material": row.its_matter.materials[0].id},
        sends=lambda *_: {"file": upload()}, acts={"applicant"},
    ),
    Entry(
        "dossiers_together", "act", HANDLING_SEATS, "dossier", at=no_row(act="claim"),
        sends=lambda _, row, __: {"row": f"{row.pk}.{row.version}"}, acts=TURNS, why="claim what is ticked on a desk",
    ),
    Entry(
        "dossiers_together", "act", HANDLING_SEATS, "dossier", at=no_row(act="put_back"), why="put back",
        sends=lambda _, row, __: {"row": f"{row.pk}.{row.version}"}, acts=dict.fromkeys((*HANDED, "decision"), frozenset({"chief"})),
    ),
    Entry(
        "dossiers_together", "act", HANDLING_SEATS, "dossier", at=no_row(act="hand_over"), why="hand over to a handler",
        sends=lambda world, row, _: {"row": f"{row.pk}.{row.version}", "to": world.cast.handler.pk},
        acts=dict.fromkeys(HANDED, frozenset({"chief"})),
    ),
    Entry("definitions", "list", WATCH),
    Entry(
        "make_move", "act", IN, "dossier", DOSSIERS, at=lambda _, row, state: {"pk": row.pk, "move": MOVES.get(state, "accept")},
        sends=lambda _, row, __: {"version": row.version, "reason": "可以", "reference": "凭900001", "paid_on": today()},
        acts={"draft": {"applicant"}, "acceptance": {"handler"}, "review": {"handler"}, "decision": {"chief"}, "payment": {"payer"}},
    ),
    Entry(
        "dossier_act", "act", IN, "dossier", DOSSIERS, at=lambda _, row, __: {"pk": row.pk, "act": "claim"}, sends=sending(),
        acts=TURNS,
    ),
    Entry(
        "send_message", "act", IN, "dossier", DOSSIERS, sends=only(body="请问进度"),
        acts={state: {"applicant", "handler", "chief"} for state in STATES if state != "draft"},
    ),
    Entry(
        "read_personal", "act", IN, "dossier", DOSSIERS, sends=only(),
        acts={state: (DOSSIERS[state] - {"applicant", "lead"}) for state in STATES if state != "draft"},
    ),
    Entry("letter", "file", IN, "paper", {"refused": HANDLING, "done": HANDLING | {"payer"}}),
    Entry("receipt", "file", IN, "paper", {"done": HANDLING | {"payer"}}),
    Entry("material", "file", IN, "material", DOSSIERS),
    Entry("remove_material", "act", IN, "material", DOSSIERS, sends=only(), acts={"draft": {"applicant"}, "correction": {"applicant"}}),
    Entry(
        "answer_objection", "act", IN, "objection", {"handler", "chief", "auditor"}, sends=only(upheld="no", answer="已核实"),
        acts={"handler", "chief"},
    ),
    Entry("publicity", "list", ALL, lists="public", sees={"publicity": ALL}, mark=lambda row: reverse("publicity_of", args=[row.pk])),
    Entry(
        "publicity_of", "act", ALL, "public", {"publicity": ALL}, acts={"publicity": ALL},
        sends=only(name="邱某", contact="13800000001", body="这笔贷款没有用于生产经营，请核实。"),
    ),
]  # fmt: skip
RECEIPT = "only with the receipt of the report"
PROTECTION = [
    *everybody("report_start", "report_follow", "verify_acknowledgement", "report_public_key"),
    *everybody("report_form", kind="form", at=no_row(way="anonymous")),
    *everybody("report_rights", kind="search"),
    *everybody("report_statistics", kind="count"),
    *everybody("report_leave", kind="act", sends=only()),
    *everybody("report_mine", sees=NOBODY, otherwise=ELSEWHERE, why=RECEIPT),
    *everybody("report_acknowledgement", "report_submitted", kind="file", sees=NOBODY, otherwise=ELSEWHERE, why=RECEIPT),
    *everybody("report_mine_message", kind="act", sees=NOBODY, otherwise=ELSEWHERE, sends=only(body="补充"), why=RECEIPT),
    *everybody("report_mine_file", kind="file", rows="report_file", sees=NOBODY, why=RECEIPT),
    Entry("disputes", "list", SUPERVISED, sees=UNITS, lists="case", mark=lambda row: reverse("dispute", args=[row.pk]), hides=True),
    Entry("dispute", "detail", SUPERVISED, "case", UNITS),
    Entry("dispute", "detail", SUPERVISED, "hand_over", UNITS, why="from a hand-over"),
    Entry("infringers_again", "list", SUPERVISED, sees=UNITS),
    Entry("supervised_cases", "list", SUPERVISED, sees=UNITS),
    Entry("case_figures", "count", SUPERVISED, sees=UNITS),
    Entry("case_figures_xlsx", "export", SUPERVISED, sees=UNITS),
    Entry("reports", "list", OFFICE, lists="report", sees=REPORTS, mark=lambda row: reverse("report", args=[row.pk]), query=lambda *_: {"show": "all"}),
    Entry("report", "detail", OFFICE, "report", REPORTS),
    Entry(
        "move_report", "act", OFFICE, "report", REPORTS,
        at=lambda _, row, state: {"pk": row.pk, "move": "accept" if state == "desk" else "conclude"},
        sends=sending(category="settled", reason="已查实并处理，感谢您的举报。"), acts={"desk": DESK, "bureau": {"bureau_handler", "bureau_chief"}},
    ),
    Entry(
        "extend_report", "act", OFFICE, "report", REPORTS, sends=sending(amount="5", reason="取证需要时间"),
        acts={"bureau": {"bureau_chief"}},
    ),
    Entry(
        "write_to_reporter", "act", OFFICE, "report", REPORTS, sends=only(body="请补充时间"),
        acts={"desk": DESK, "bureau": {"bureau_handler", "bureau_chief"}},
    ),
    Entry(
        "ask_opening", "act", OFFICE, "report", REPORTS,
        sends=only(fields_asked=["name"], purpose="核实", ground="行政处罚法第54条", hours="2"),
        acts={"desk": DESK, "bureau": {"bureau_handler", "bureau_chief"}},
    ),
    Entry("report_file", "file", OFFICE, "report_file", {"open": DESK | {"bureau_handler", "bureau_chief"}}),
    Entry("report_trail", "list", {"auditor"}),
    Entry("openings", "list", OFFICE | {"custodian", "auditor"}, lists="opening", sees=OPENINGS, mark=lambda row: reverse("opening", args=[row.pk])),
    Entry("opening", "detail", OFFICE | {"custodian", "auditor"}, "opening", OPENINGS),
    Entry(
        "decide_opening", "act", CHIEFS, "opening", OPENINGS, sends=sending(approved="yes", reason="确有必要"),
        acts={"asked": {"office_chief"}},
    ),
    Entry("unseal_opening", "act", {"custodian"}, "opening", OPENINGS, sends=only(passphrase=PASSPHRASE), acts={"approved": {"custodian"}}),
    Entry("look_at_opening", "act", OFFICE, "opening", OPENINGS, sends=only(), acts={"opened": {"bureau_handler"}}),
    Entry(
        "sealed_file", "file", OFFICE, "opening", OPENINGS,
        at=lambda world, row, _: {"pk": row.pk, "file": world.rows["report_file"]["sealed"].pk},
        why="a refusal to all but the one who asked, with the key of the browser that asked",
    ),
    Entry("look_here", "act", OFFICE, "opening", OPENINGS, sends=only(), acts={"asked": {"bureau_handler"}, "approved": {"bureau_handler"}}),
    Entry("custody", "page", {"custodian"}),
    Entry("make_custodian_key", "act", {"custodian"}, sends=only(new=PASSPHRASE, again=PASSPHRASE), acts={"custodian"}),
    Entry("change_custodian_key", "act", {"custodian"}, sends=only(old=PASSPHRASE, new="five six seven eight", again="five six seven eight"), acts={"custodian"}),
]  # fmt: skip
PENALTIES = [
    Entry("public_penalties", "list", ALL, lists="penalty", sees=PUBLISHED, mark=lambda row: row.number),
    Entry(
        "public_penalties", "search", ALL, lists="penalty", sees={"withdrawn": ALL}, mark=lambda row: row.number,
        query=lambda *_: {"q": PERSON}, why="a hidden name finds nothing; what was withdrawn stands beside it",
    ),
    Entry("public_penalty", "detail", ALL, "published", PUBLISHED),
    *(
        Entry("penalty_data", "export", ALL, lists="penalty", sees=PUBLISHED, mark=lambda row: row.number, at=no_row(form=form), why=form)
        for form in ("csv", "json")
    ),
    Entry(
        "penalties", "list", OFFICERS, lists="penalty", sees=BUREAUS, mark=href("penalty"),
        query=lambda *_: {"show": "all"},
    ),
    Entry("penalties", "list", OFFICERS, lists="penalty", sees=WAITING_PENALTIES, mark=href("penalty"), why="what waits"),
    Entry(
        "new_penalty", "act", OFFICERS, "enforcing", at=no_row(), sends=decision,
        acts={BUREAU: BUREAUS, "industry_science_bureau": {"handler", "chief"}},
    ),
    Entry("penalty_statistics", "count", OFFICERS | WATCH, lists="penalty", sees=BUREAUS | WATCH, mark=lambda row: row.number),
    Entry("penalty", "detail", OFFICERS, "penalty", BUREAUS),
    Entry(
        "change_penalty", "act", OFFICERS, "penalty", BUREAUS,
        sends=lambda _, row, __: typed({**initial_of(row), "violation": "另一种违法行为"}), acts=dict.fromkeys(WRITTEN, BUREAUS),
    ),
    Entry(
        "redact_penalty", "act", OFFICERS, "penalty", BUREAUS,
        sends=lambda _, row, __: {"version": row.version, "persons": row.persons, "secrets": SECRET, "hide": ["05973841234"]},
        acts=dict.fromkeys(WRITTEN, BUREAUS),
    ),
    act_on_penalty("submit", dict.fromkeys(WRITTEN, BUREAUS)),
    act_on_penalty("release", {"submitted": {"bureau_chief"}}, checked="on"),
    act_on_penalty("send-back", {"submitted": {"bureau_chief"}}, reason="看不清"),
    act_on_penalty("correct", {"shown": BUREAUS}, reason="罚款金额录入有误"),
    act_on_penalty("set-aside", {"draft": {"bureau_chief"}, "submitted": {"bureau_chief"}}, reason="公示规定第2条"),
    act_on_penalty(
        "withdraw", {state: {"bureau_chief"} for state in ON_SHOW},
        lambda _, row, __: {"version": row.version, "ground": "void", "fell_on": row.decided_on, "reason": "确认无效"},
    ),
]  # fmt: skip
SUPERVISION = [
    Entry("supervision_board", "list", SUPERVISED, lists="cell", sees=CELLS, mark=lambda row: reverse("supervision_cell", args=row)),
    *everybody("supervision_rule"),
    Entry("supervision_table_docx", "export", SUPERVISED, lists="column", sees=COLUMNS, mark=unit_name),
    Entry("supervision_table_xlsx", "export", SUPERVISED, lists="column", sees=COLUMNS, mark=unit_name),
    Entry("supervision_quarterly", "act", WATCH, sends=only(), acts=WATCH),
    Entry("supervision_quarterly_file", "export", WATCH, at=no_row(pk=1), sees=NOBODY, why="when it was asked for"),
    Entry("supervision_clause", "detail", SUPERVISED, "clause", CLAUSES, at=lambda _, row, __: {"clause": row}),
    Entry("supervision_cell", "detail", SUPERVISED, "cell", CELLS, at=lambda _, row, __: dict(zip(("clause", "unit"), row, strict=True))),
    Entry("progress_requests", "list", SUPERVISED, lists="request", sees=REQUESTS, mark=href("progress_request")),
    Entry(
        "send_progress_requests", "act", {"lead"}, query=lambda *_: {"clause": "1", "unit": "commerce_bureau"}, acts={"lead"},
        sends=only(cell="1:commerce_bureau", asked="请报告进展", days="5"),
    ),
    Entry("progress_request", "detail", SUPERVISED, "request", REQUESTS),
    Entry(
        "answer_progress_request", "act", OFFICERS, "request", REQUESTS, sends=sending(progress="办了三件事"),
        acts={"asked": BUREAUS, "returned": BUREAUS},
    ),
    Entry("accept_progress_answer", "act", {"lead"}, "request", REQUESTS, sends=sending(), acts={"answered": {"lead"}}),
    Entry(
        "return_progress_answer", "act", {"lead"}, "request", REQUESTS, sends=sending(reason="太简单", days="3"),
        acts={"answered": {"lead"}},
    ),
    Entry(
        "withdraw_progress_request", "act", {"lead"}, "request", REQUESTS, sends=sending(reason="不用了"),
        acts={state: {"lead"} for state in ("asked", "answered", "returned")},
    ),
    Entry("progress_request_docx", "file", SUPERVISED, "request", REQUESTS),
    Entry("progress_answer_file", "file", SUPERVISED, "answer_file", REQUESTS),
]  # fmt: skip
OPEN = ("acceptance", "correction", "review", "decision", "payment", "publicity")
DESKS = [
    on_desk(
        "dossier",
        {
            state: ({"applicant"} | ({"handler", "chief"} if state in OPEN else set()) | ({"payer"} if state == "payment" else set()))
            for state in STATES
        },
        lambda row: f'href="{reverse("dossier", args=[row.pk])}',
    ),
    on_desk("report", REPORTS, href("report")),
    on_desk("penalty", WAITING_PENALTIES, href("penalty")),
    on_desk("request", dict.fromkeys(("asked", "answered", "returned"), BUREAUS | {"lead"}), href("progress_request")),
    on_desk("opening", {"asked": {"office_chief"}, "approved": {"custodian"}}, href("opening")),
    on_desk("claim", DECIDE_CLAIMS, href("claim_decide")),
    on_desk("pool_claim", {"filed": POOL_KEEPERS | {"bank"}, "checked": {"payer", "bank"}, "decided": {"payer", "bank"}}, href("pool_claim")),
    on_desk("batch", UPLOADERS, lambda row: f'href="{reverse("batch", args=[row.pk])}'),
    on_desk("invitation", {"chief"}, lambda row: row.email),
]  # fmt: skip
SEARCH = [
    *found("dossiers", "dossier", DOSSIERS, lambda row: row.number or row.subject, href("dossier")),
    *found("rows", "case", UNITS, lambda row: row.values["dispute"], loan_link),
    *found("rows", "hand_over", UNITS, lambda row: row.values["case"], loan_link),
    *found("reports", "report", REPORTS, lambda row: row.number, href("report")),
    *found("reports", "report", NOBODY, lambda row: row.suspect, href("report")),
    *found("penalties", "penalty", BUREAUS, lambda row: row.number, href("penalty")),
    Entry(
        "search", "search", ALL, lists="penalty", sees=BUREAUS, mark=href("penalty"),
        query=lambda *_: {"q": PERSON, "in": "penalties"}, why="penalties, by the party's name",
    ),
    *found("requests", "request", REQUESTS, lambda row: row.number, href("progress_request")),
    *found("topics", "topic", TOPICS, lambda row: row.name, href("topic")),
    *found("topics", "landscape", {"issued": TOPICS["shared"]}, lambda row: row.number or "专利导航报告", href("landscape")),
    *found("needs_offers", "need", NEEDS, lambda row: row.values["title"], href("needs_offer")),
    *found(
        "ratings", "agency", {"here": ALL, "left": NOBODY}, lambda row: row.values["agency"],
        lambda row: f'{reverse("rating_card", args=["agencies"])}?id={row.values["code"]}',
    ),
    *found("rights", "right", RIGHTS, lambda row: row.number, lambda row: f'href="{reverse("right", args=[row.right_id])}"'),
    *found("parties", "party", RIGHTS, lambda row: row.name, lambda row: f'href="{reverse("party", args=[row.party_id])}"'),
    *found("organisations", "claim", DECIDE_CLAIMS | WATCHERS | {"auditor"}, lambda row: "新来公司", lambda row: row.organisation.credit_code),
    *found("people", "seat", SEATS, lambda row: "严", lambda row: "同事"),
    *found("publicity", "public", {"publicity": ALL}, lambda row: "测试企业1", href("publicity_of")),
    *found("public_penalties", "published", ON_SHOW, lambda row: row.number, href("public_penalty")),
    *found("public_penalties", "published", NOBODY, lambda row: PERSON, href("public_penalty")),
]  # fmt: skip
NAVIGATION = [
    *signed_in("topics", kind="list", lists="topic", sees=TOPICS, mark=href("topic")),
    Entry(
        "topic_of_files", "act", IN, sees=TOPIC_MAKERS | IN_ORGANISATIONS, acts=TOPIC_MAKERS | IN_ORGANISATIONS,
        sends=new_topic(exports=lambda world: as_upload(write_export(world.data / "门.csv", {})), terms=lambda _: "内部使用"),
    ),
    Entry("topic_of_query", "act", IN, sees=TOPIC_MAKERS - {"insurer"}, acts=TOPIC_MAKERS - {"insurer"}, sends=new_topic(query=lambda _: "装置")),
    Entry("topic", "detail", IN, "topic", TOPICS),
    Entry("topic_edition", "detail", IN, "topic", TOPICS, at=lambda _, row, __: {"pk": row.pk, "edition": row.latest.pk}),
    Entry(
        "topic_applicants", "act", IN, "topic", TOPICS_OF, acts={**TOPICS_OF, "query": NOBODY},
        sends=lambda _, row, state: {"line": "0", "names": names_of(row), "answer0": "否"},
    ),
    Entry("topic_applicants_sheet", "export", IN, "topic", TOPICS_OF),
    Entry("upload_topic_applicants", "act", IN, "topic", TOPICS_OF, sends=lambda _, row, __: {"filled": filled_list(row)}, acts={**TOPICS_OF, "query": NOBODY}),
    Entry("merge_topic_applicants", "act", IN, "topic", TOPICS_OF, sends=sending(), acts={"unit": TOPICS_OF["unit"]}),
    Entry("refresh_topic", "act", IN, "topic", TOPICS_OF, sends=lambda _, row, __: {"version": row.version, "as_of": today().isoformat(), "earlier": "on"}, acts=TOPICS_OF),
    Entry("make_topic_again", "act", IN, "topic", NOBODY, sends=sending(), why="only where nothing was made yet"),
    Entry("topic_files", "act", IN, "topic", NOBODY, sends=sending(), why="only where uploads wait that could not be read"),
    Entry("replace_topic_files", "act", IN, "topic", NOBODY, sends=sending(), why="only where nothing was made of the uploads yet"),
    Entry("share_topic", "act", IN, "topic", TOPICS_OF, sends=sending(with_whom="unit:finance_bureau"), acts=TOPICS_OF),
    Entry(
        "unshare_topic", "act", IN, "topic_share", {"handler", "chief"}, at=lambda _, row, __: {"pk": row.topic_id, "share": row.pk},
        sends=lambda world, *_: {"version": world.rows["topic"]["shared"].version}, acts={"handler", "chief"},
    ),
    Entry(
        "remove_topic", "act", IN, "topic", TOPICS_OF, sends=sending(), acts={"unit": TOPICS_OF["unit"], "query": TOPICS_OF["query"], "enterprise": {"applicant"}},
        why="never while a landscape of it is there",
    ),
    Entry("topic_records", "search", IN, "topic", {**TOPICS_OF, **RAW}, why="elsewhere only where the terms allow it"),
    Entry(
        "topic_record", "detail", IN, "topic", {**TOPICS_OF, **RAW}, at=lambda _, row, __: {"pk": row.pk, "name": record_of(row)},
        why="elsewhere only where the terms allow it",
    ),
    Entry("topic_records_sheet", "export", IN, "topic", RAW, why="none where the terms keep raw data in the house"),
    Entry("analyse_topic", "act", IN, "topic", TOPICS_OF, sends=only(region=""), acts=TOPICS_OF),
    Entry("landscape", "detail", IN, "landscape", LANDSCAPES),
    Entry("landscape_paper", "file", IN, "landscape", LANDSCAPES),
    Entry(
        "edit_landscape", "act", IN, "landscape", TOPICS_OF["shared"], at=lambda _, row, __: {"pk": row.pk, "figure": "filings"},
        sends=sending(remark="一句"), acts={"draft": TOPICS_OF["shared"]},
    ),
    Entry(
        "landscape_foreword", "act", IN, "landscape", TOPICS_OF["shared"], sends=sending(foreword="一段"), acts={"draft": TOPICS_OF["shared"]},
    ),
    *signed_in("saved_searches", kind="list", lists="saved_search", sees=SAVED, mark=href("saved_search")),
    Entry("save_search", "act", IN, query=lambda *_: {"q": "装置"}, sends=only(name="装置"), acts=SEATED - {"insurer"}, why="finds what its owner may see"),
    Entry("watch", "act", IN, sends=only(kind="technology", what="竹荪", name="竹荪", anyway="on"), acts=SEATED - {"insurer"}, why="finds what its owner may see"),
    Entry("saved_search", "detail", IN, "saved_search", SAVED),
    Entry(
        "saved_search_act", "act", IN, "saved_search", SAVED, at=lambda _, row, __: {"pk": row.pk, "act": "forget"}, sends=only(), acts=SAVED,
    ),
    act_on_landscape("issue", {"draft": {"chief"}}),
    act_on_landscape("discard", {"draft": {"handler", "chief"}}),
    act_on_landscape("again", {"draft": {"handler", "chief"}, "issued": {"handler", "chief"}}),
    Entry("topic_sheet", "export", IN, "topic", RAW, why="none where the terms keep raw data in the house"),
]  # fmt: skip
WARNED = {
    "loan": {"bank"},
    "dossier": {"handler", "chief"},
    "applicant's": {"applicant"},
    "target": {"lead", "office_chief"},
    "news": BUREAUS,
}
"""Who hears a warning: whoever it concerns, in the roles that its rule names."""
WARNINGS = [
    *signed_in("warnings", kind="list", lists="warning", sees=WARNED, mark=lambda row: reverse("mute_warning", args=[row.pk])),
    *signed_in("warning_rules"),
    Entry("warnings_seen", "act", IN, sends=only(rule="rating_changed"), acts=BUREAUS, why="what the person hears"),
    Entry("warning_seen", "act", IN, "warning", WARNED, sends=only(), acts={"news": BUREAUS}, why="only what tells and asks nothing"),
    Entry("mute_warning", "act", IN, "warning", WARNED, sends=only(days="3", why="已经在办"), acts=WARNED),
    Entry("unmute_warning", "act", IN, "muted_warning", BUREAUS, sends=only(), acts=BUREAUS),
    Entry("warning_settings", "form", IN, sends=only(cadence="daily"), acts=IN - {"unproven"}),
    Entry("make_calendar", "form", IN, sends=only(), acts=IN - {"unproven"}),
    Entry("revoke_calendar", "act", IN, sends=only(), acts={"applicant"}, why="the own address"),
    *everybody("calendar", kind="export", at=lambda world, *_: {"secret": world.calendar}, why="whoever has the secret address"),
]  # fmt: skip
INDICATORS = [
    *everybody("indicators", kind="list"),
    *everybody("indicator", kind="detail", at=no_row(indicator="gi_marks")),
    *everybody("indicator_rows", kind="list", at=no_row(indicator="gi_marks")),
    *everybody("indicator_download", kind="export", at=no_row(indicator="gi_marks", form="csv")),
]
PORTAL = [
    *everybody("home", "plan_text", "units", "open_data", "entitled", "deduction", "valuation", "api_reference"),
    Entry("bank_loans", "list", {"bank"}, why="the loans of the own bank"),
    Entry("scorecards", "list", SCORED, why="the units' scorecards, and those in which the own enterprise is scored"),
    Entry("scorecard", "list", SCORED, sees=SCORERS | {"applicant", "competitor"}, at=no_row(scorecard="enterprises"), why="all cards, or the own"),
    Entry("scorecard_sheet", "export", SCORED, sees=SCORERS | {"applicant", "competitor"}, at=no_row(scorecard="enterprises"), why="all cards, or the own"),
    Entry(
        "score_card", "detail", SCORED, "party", {"own": SCORERS | {"applicant"}, "another": SCORERS},
        query=lambda _, row: {"id": row.party_id}, at=no_row(scorecard="enterprises"),
    ),
    Entry("ladder", "list", SCORED, why="every enterprise for the units of honours, else the own"),
    Entry("leads", "list", SUPERVISED, sees=LEADS),
    Entry("leads_sheet", "export", SUPERVISED, sees=LEADS),
    Entry("patent_intensity", "list", SUPERVISED, sees=INTENSITY),
    Entry("patent_intensity_sheet", "export", SUPERVISED, sees=INTENSITY),
    Entry("statements", "search", IN, lists="party", sees=RIGHTS, mark=lambda row: reverse("party", args=[row.party_id]), query=lambda *_: {"q": "测试企业"}),
    Entry("statement_docx", "export", IN, "party", RIGHTS, query=lambda _, row: {"id": row.party_id}, at=no_row()),
    *everybody("ratings", kind="list"),
    *everybody("rating", kind="list", at=no_row(scorecard="agencies")),
    *everybody(
        "rating_card", kind="detail", rows="agency", at=no_row(scorecard="agencies"), sees={"here": ALL, "left": NOBODY},
        query=lambda _, row: {"id": row.values["code"]}, why="an agency that has left is rated no more",
    ),
    Entry("well_known", "list", SCORED, why="the office any mark, an enterprise its own"),
    *(
        Entry(url, kind, SCORED, rows, sees, query=lambda _, row: {"id": row.right_id}, at=no_row(), why=why)
        for url, kind in (("well_known_mark", "detail"), ("well_known_docx", "export"))
        for rows, sees, why in (("mark", RIGHTS, ""), ("right", NOBODY, "a patent is no mark"))
    ),
    Entry("needs_offers", "list", ALL, lists="need", sees=NEEDS, mark=lambda row: reverse("needs_offer", args=[row.pk])),
    Entry("needs_offer", "detail", ALL, "need", NEEDS, why="never with contacts"),
    Entry("partners", "list", SCORED, sees=MARKETERS, why="any enterprise for the units of needs and offers, else the own"),
    Entry("entitled_all", "list", SUPERVISED, sees=PAYABLE, why="everybody whom a rule gives money; an enterprise looks at itself alone"),
    Entry("entitled_all_sheet", "export", SUPERVISED, sees=PAYABLE),
    *everybody("clause", kind="detail", at=no_row(clause="18")),
    *everybody("unit", kind="detail", at=no_row(unit="court")),
    *everybody("rule", kind="detail", at=no_row(rule="pledge_interest")),
    *everybody("plan_json", "api_document", kind="export"),
    Entry(
        "entitled_party",
        "detail",
        ALL,
        "party",
        query=lambda _, row: {"id": row.party_id},
        at=no_row(),
        why="business secrets only to the party and the office",
    ),
]  # fmt: skip


API = [
    *everybody("api_get_plan", "api_list_clauses", "api_list_units", "api_list_indicators", "api_list_matters", "api_list_payments", kind="api"),
    *everybody("api_get_clause", kind="api", at=no_row(clause="18")),
    *everybody("api_get_indicator", kind="api", at=no_row(indicator="gi_marks")),
    *everybody("api_get_matter", kind="api", at=no_row(matter="gi_mark")),
    Entry("api_list_publicity", "api", ALL, lists="public", sees={"publicity": ALL}, mark=lambda row: f'"id": {row.pk},'),
    Entry("api_get_publicity", "api", ALL, "public", {"publicity": ALL}),
    *signed_in("api_own_token", "api_get_snapshot", kind="api"),
    Entry("api_list_budgets", "api", STAFF, sees=AUTHORITIES, otherwise=REFUSED),
    Entry("api_list_dossiers", "api", IN, lists="dossier", sees=DOSSIERS, mark=lambda row: f'"id": {row.pk},'),
    Entry("api_get_dossier", "api", IN, "dossier", DOSSIERS),
    Entry("api_get_material", "api", IN, "material", DOSSIERS),
    Entry(
        "api_remove_material", "api", {"applicant", "competitor", "bank"}, "material", {"applicant"},
        sends=only(), method="delete", acts={"draft": {"applicant"}, "correction": {"applicant"}},
    ),
    Entry("api_get_letter", "api", IN, "paper", {"refused": HANDLING, "done": HANDLING | {"payer"}}),
    Entry(
        "api_start_dossier", "api", {"applicant", "competitor", "bank"}, at=no_row(matter="pledge_interest"),
        sends=only(subject="L1-30", year=2018), acts={"applicant"},
    ),
    Entry(
        "api_save_answers", "api", {"applicant", "competitor", "bank"}, "fillable", {"applicant"},
        sends=sending(answers={"bank_name": "另一家银行"}), method="patch", acts={"draft": {"applicant"}, "correction": {"applicant"}},
    ),
    Entry(
        "api_attach_material", "api", {"applicant", "competitor", "bank"}, "fillable", {"applicant"},
        at=lambda _, row, __: {"pk": row.pk, "material": row.its_matter.materials[0].id},
        sends=lambda *_: {"file": upload()}, acts={"draft": {"applicant"}, "correction": {"applicant"}},
    ),
    Entry(
        "api_submit_dossier", "api", {"applicant", "competitor", "bank"}, "fillable",
        {"draft": {"applicant"}, "correction": {"applicant"}}, sends=sending(), acts={"draft": {"applicant"}, "correction": {"applicant"}},
    ),
    Entry("api_list_rights", "api", IN, lists="right", sees=RIGHTS, mark=lambda row: f'"right_id": "{row.right_id}"'),
    Entry("api_get_right", "api", IN, "right", RIGHTS, at=lambda _, row, __: {"right_id": row.right_id}),
    Entry("api_list_parties", "api", IN, lists="party", sees=RIGHTS, mark=lambda row: f'"party_id": "{row.party_id}"'),
    Entry("api_get_party", "api", IN, "party", RIGHTS, at=lambda _, row, __: {"party_id": row.party_id}),
    Entry("api_get_entitlements", "api", IN, "party", at=lambda _, row, __: {"party_id": row.party_id}, why="business secrets only to the party and the office"),
    Entry("api_list_topics", "api", IN, lists="topic", sees=TOPICS, mark=lambda row: f'"id": {row.pk},'),
    Entry("api_get_topic", "api", IN, "topic", TOPICS, at=lambda _, row, __: {"topic": row.pk}),
    Entry("api_get_landscape", "api", IN, "landscape", LANDSCAPES, at=lambda _, row, __: {"landscape": row.pk}),
    Entry(
        "api_list_topic_records", "api", IN, "topic", RAW, at=lambda _, row, __: {"topic": row.pk},
        why="none where the terms keep raw data in the house",
    ),
    Entry(
        "api_get_topic_record", "api", IN, "topic", RAW, at=lambda _, row, __: {"topic": row.pk, "name": record_of(row)},
        why="none where the terms keep raw data in the house",
    ),
    Entry("api_list_jobs", "api", STAFF, lists="job", sees=JOBS, mark=lambda row: f'"id": {row.pk},'),
    Entry("api_get_job", "api", STAFF, "job", JOBS),
]  # fmt: skip

ROOMS: dict[str, list[Entry]] = {
    "accounts": ACCOUNTS,
    "signing in (allauth)": SIGNING_IN,
    "kit": KIT,
    "registry": REGISTRY,
    "registers": REGISTERS,
    "incentives": MONEY,
    "finance": FINANCE,
    "matters": MATTERS,
    "protection": PROTECTION,
    "penalties": PENALTIES,
    "supervision": SUPERVISION,
    "indicators": INDICATORS,
    "navigation": NAVIGATION,
    "warnings": WARNINGS,
    "portal": PORTAL,
    "desk": DESKS,
    "search": SEARCH,
    "API": API,
}
NOT_DOORS = {
    "accounts/social/": "allauth's old addresses, which only redirect to those above",
    "^entitled/": "redirects to /entitlements/",
    "^money/": "redirects to /budgets/",
}
"""Addresses without a line of their own, and why."""
