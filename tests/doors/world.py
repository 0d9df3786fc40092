"""One of everything that a door can lead to, in each of its states, and everybody who may stand before it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree, rmtree

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from doors.lookers import INSURER, LOOKERS
from factories.figures import make_figures
from factories.matters import PATHS, Cast, make_dossier, write_world
from factories.penalties import PenaltyCast, drafted, hidden, released, submitted
from factories.people import PASSWORD, make_person
from factories.pools import agreement, evidence, members
from factories.registers import CASE, POLICY, TRANSFER, kept_loans, row_of, values_of
from factories.registry import as_upload, marks
from factories.reports import BUREAU, PASSPHRASE, ReportCast, lodge, set_up_custodian, taken
from factories.supervision import Cast as SupervisionCast
from factories.supervision import accepted, answer, paper, send
from factories.topics import make_topic, seat_of
from zhixian.core.registry.snapshot import current
from zhixian.core.topics.topic import FOLDER as TOPICS_FOLDER
from zhixian.web.accounts.actions import claims, seats
from zhixian.web.accounts.actions.tokens import hashed, make_token
from zhixian.web.accounts.models import User
from zhixian.web.accounts.queries import places_of
from zhixian.web.accounts.scopes import scopes_for
from zhixian.web.finance.actions import claims as claims_of_pools
from zhixian.web.finance.actions import paybacks, pools
from zhixian.web.finance.actions.supplements import supplement
from zhixian.web.incentives import actions as ledger
from zhixian.web.incentives.models import Commitment, Pot
from zhixian.web.kit.clock import now, today
from zhixian.web.kit.models import Clearing, Job
from zhixian.web.kit.notices import notices_of, tell
from zhixian.web.kit.plan import unit_name
from zhixian.web.matters import actions
from zhixian.web.matters.models import Material
from zhixian.web.navigation.actions import landscapes, searches, topics
from zhixian.web.navigation.actions.applicants import decide
from zhixian.web.navigation.jobs import analyse, make
from zhixian.web.navigation.queries import proposals_of
from zhixian.web.protection.actions.custody import ask_opening, decide_opening, open_identity
from zhixian.web.protection.actions.penalties import correct_penalty, set_aside_penalty
from zhixian.web.protection.actions.penalty_endings import end_penalties, withdraw_penalty
from zhixian.web.protection.actions.reports import move_report
from zhixian.web.protection.models import PublishedPenalty
from zhixian.web.registers.actions import enter_row
from zhixian.web.registers.attaching import attach
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registry import jobs as registry
from zhixian.web.registry.indexing import rebuild_index
from zhixian.web.registry.models import IndexedParty, IndexedRight
from zhixian.web.supervision.actions import return_answer, withdraw_request
from zhixian.web.warnings import actions as warnings
from zhixian.web.warnings.jobs import look_again
from zhixian.web.warnings.models import Listener

DAY = "2018-12-03"
STATES = (
    "draft",
    "acceptance",
    "correction",
    "review",
    "decision",
    "payment",
    "done",
    "refused",
    "withdrawn",
    "publicity",
)
"""Of dossiers; 公示 last, for making the others moves the day on."""


class World:
    """Rows by kind and state in `rows`; a client for everybody in `clients`, their tokens in `tokens`."""

    def __init__(self, data: Path, settings) -> None:
        self.data, self.settings = data, settings
        self.rows: dict[str, dict[str, object]] = {}
        self.secrets: dict[str, str] = {}
        write_world(data, parties=3)
        self.cast = Cast()
        self.applicant = self.cast.organisation
        self.reports = ReportCast()
        set_up_custodian(self.reports.custodian)
        self.custodian = self.reports.custodian
        self.people = {name: make(self) for name, (_, make) in LOOKERS.items() if make}
        self._figures_and_registry()
        self._money()
        self._dossiers()
        self._reports()
        self._penalties()
        self._supervision()
        self._topics()
        self._registers()
        self._desks()
        self._accounts()
        self._warnings()
        self.clients = {name: self._client(name) for name in LOOKERS}
        for name, key in self.secrets.items():
            self.clients["bureau_handler"].cookies[name] = key
        self.tokens = {name: self._token(person) for name, person in self.people.items()}
        self._topics_made = data / "topics as made"
        copytree(data / TOPICS_FOLDER, self._topics_made)
        for token in self.tokens.values():  # the first use of a day is on the record
            self.clients["guest"].get("/api/v1/token", headers={"Authorization": f"Bearer {token}"})
        cache.clear()

    def put_topics_back(self):
        """What was done to topics on the disk is not taken back with the rows: editions would be older than their rows say."""
        rmtree(self.data / TOPICS_FOLDER)
        copytree(self._topics_made, self.data / TOPICS_FOLDER)

    def _figures_and_registry(self):
        make_figures()
        rebuild_index(current(self.data), as_of=date.fromisoformat(DAY))
        rights, parties = IndexedRight.objects.all(), IndexedParty.objects.all()
        self.rows["right"] = {"own": rights.get(right_id="R1"), "another": rights.get(right_id="R3")}
        self.rows["mark"] = {"own": rights.get(right_id="G1"), "another": rights.get(right_id="G3")}
        self.rows["party"] = {"own": parties.get(party_id="P1"), "another": parties.get(party_id="P3")}

    def _money(self):
        for purpose in ("pledge_interest", "gi_mark", "navigation"):
            ledger.appropriate(
                purpose=purpose, year=2018, amount_fen=10**12, document="预算一号", by=self.people["payer"]
            )
        self.rows["pot"] = {"": Pot.objects.get(purpose="pledge_interest")}

    def _dossiers(self):
        found = {
            state: make_dossier(self.cast, state, subject=f"L1-{number}")
            for number, state in enumerate(STATES, start=1)
        }
        for row in found.values():
            row.refresh_from_db()
        self.rows["dossier"] = found
        self.rows["fillable"] = {state: found[state] for state in ("draft", "correction", "review")}
        self.rows["material"] = {
            state: Material.objects.filter(dossier=row).first() for state, row in found.items() if state in PATHS
        }
        self.rows["paper"] = {state: found[state] for state in ("review", "refused", "done")}
        self.rows["public"] = {state: found[state] for state in ("review", "publicity", "done")}
        objection = actions.raise_objection(
            found["publicity"], name="邱某", contact="13800000000", body="这笔贷款没有用于生产经营，请核实。"
        )
        self.rows["objection"] = {"": objection or found["publicity"].objections.get()}
        self.rows["held"] = {"": Commitment.objects.get(state="paid")}

    def _reports(self):
        cast = self.reports
        desk = lodge("confidential", files=[taken()], sealed_files=[taken("单")]).report
        here = lodge("named", files=[taken()], sealed_files=[taken("单")])
        self.receipt = here.report
        bureau, police = self._forwarded(here.report, BUREAU), self._forwarded(lodge().report, "police_bureau")
        self.rows["report"] = {"desk": desk, "bureau": bureau, "police": police}
        files = {"open": bureau.files.get(sealed=False), "sealed": bureau.files.get(sealed=True)}
        self.rows["report_file"] = files
        asker, why = self.people["bureau_handler"], {"purpose": "核实", "ground": "行政处罚法第54条", "hours": 24}
        wanted = ["name", files["sealed"].field]
        openings = {}
        for state in ("asked", "approved", "opened"):
            opening, private = ask_opening(bureau, by=asker, fields=wanted, **why)
            if state != "asked":
                opening = decide_opening(
                    opening, by=cast.chief, approved=True, reason="确有必要", version=opening.version
                )
            if state == "opened":
                opening = open_identity(opening, by=self.custodian, passphrase=PASSPHRASE)
            openings[state] = opening
            self.secrets[f"opening_{opening.pk}"] = private
        self.rows["opening"] = openings

    def _forwarded(self, report, unit):
        report = move_report(report, "accept", by=self.reports.desk, version=report.version)
        return move_report(report, "forward", by=self.reports.desk, version=report.version, unit=unit)

    def _penalties(self):
        cast, decided = PenaltyCast(), today() - timedelta(14)

        def made(step, number):
            return step(cast, number=f"样市监处罚〔2018〕{number}号", decided_on=decided)

        found = {
            "draft": hidden(made(drafted, 1), cast),
            "submitted": made(submitted, 2),
            "shown": made(released, 3),
            "correcting": made(released, 4),
            "withdrawn": made(released, 5),
            "ended": made(released, 6),
            "set_aside": made(drafted, 7),
        }
        self._change_penalties(found, cast, decided)
        for row in found.values():
            row.refresh_from_db()
        self.rows["penalty"] = found
        self.rows["enforcing"] = {unit: unit for unit in (BUREAU, "industry_science_bureau")}
        self.rows["published"] = {state: row.publication for state, row in found.items() if row.publication}

    def _change_penalties(self, found, cast, decided):
        def at(state):
            return {"version": found[state].version, "reason": "认定事实有误"}

        correct_penalty(found["correcting"], by=cast.handler, **at("correcting"))
        withdraw_penalty(found["withdrawn"], by=cast.chief, ground="void", fell_on=decided, **at("withdrawn"))
        set_aside_penalty(found["set_aside"], by=cast.chief, **at("set_aside"))
        over = PublishedPenalty.objects.filter(pk=found["ended"].publication_id)
        over.update(shown_until=today() - timedelta(1))
        end_penalties(as_of=today())

    def _supervision(self):
        cast = SupervisionCast()
        found = {
            "asked": send(cast, "9"),
            "answered": answer(send(cast, "6"), cast, files=[paper()]),
            "returned": answer(send(cast, "7"), cast, files=[paper()]),
            "accepted": accepted(cast, "1", files=[paper()]),
            "withdrawn": answer(send(cast, "18"), cast, files=[paper()]),
        }
        late = {"by": cast.lead, "reason": "写得太简单"}
        return_answer(found["returned"], days=3, version=found["returned"].version, **late)
        withdraw_request(found["withdrawn"], version=found["withdrawn"].version, **late)
        for row in found.values():
            row.refresh_from_db()
        self.rows["request"] = found
        self.rows["answer_file"] = {
            state: row.answers.get().files.get() for state, row in found.items() if state != "asked"
        }
        self.rows["clause"] = {number: number for number in ("1", "9", "18")}
        pairs = (("1", "commerce_bureau"), ("9", BUREAU), ("18", "finance_bureau"), ("18", "industry_science_bureau"))
        self.rows["column"] = {unit: unit for unit in ("commerce_bureau", "finance_bureau", "industry_science_bureau")}
        self.rows["cell"] = {f"{clause}, {unit}": (clause, unit) for clause, unit in pairs}

    def _topics(self):
        people = self.people
        found = {
            "unit": make_topic(self.data, name="本单位的", by=fresh(people["handler"])),
            "shared": make_topic(self.data, name="给别人看的", by=fresh(people["handler"]), shows_raw=True),
            "query": make(
                "问登记数据的",
                seat=seat_of(people["handler"]),
                as_of=today(),
                query="装置",
                by=fresh(people["handler"]),
            ),
            "enterprise": make_topic(self.data, name="企业的", by=fresh(people["applicant"])),
        }
        [line] = proposals_of(found["unit"])
        decide(found["unit"], [replace(line, decision="是")], among=[line], by=people["handler"])
        for whom in (f"organisation:{self.applicant.pk}", "unit:commerce_bureau"):
            for name in ("query", "shared"):
                found[name].refresh_from_db()
                share = topics.share(found[name], with_whom=whom, version=found[name].version, by=people["handler"])
                found[name].refresh_from_db()
        reports = [analyse(found["shared"], by=fresh(people["handler"])) for _ in range(2)]
        issued = landscapes.issue(reports[1], version=1, by=fresh(people["chief"]))
        reports[0].refresh_from_db()
        self.rows["landscape"] = {"draft": reports[0], "issued": issued}
        self.rows["topic"] = found
        self.rows["saved_search"] = {
            name: searches.save(f"{name} 的", text="装置", only={}, topic=None, by=fresh(people[name]))
            for name in ("handler", "applicant")
        }
        self.rows["topic_share"] = {"": share}

    def _registers(self):
        clerk = fresh(self.people["bank"])
        bank = clerk.held[0].organisation
        row = enter_row(
            kept_loans(),
            values_of(borrower="门前企业", due="2018-12-20", lender=bank.name),
            by=clerk,
            organisation=bank,
        )
        self.rows["loan"] = {"": row}
        of_two = {"own": unit_name(INSURER), "another": "门前财险"}
        self.rows["policy"] = {
            name: row_of(
                "ip_policies", by=fresh(self.people["handler"]), **POLICY, policy=f"门前-{name}", insurer=insurer
            )
            for name, insurer in of_two.items()
        }
        handler, owners = fresh(self.people["handler"]), {"own": self.applicant.name, "another": "门前企业"}
        self.rows["contract"] = {
            name: row_of(
                "ip_contracts", by=handler, number=f"门前-{name}", owner=owner, partner="某大学", role="both", sort="cooperation",
                dual_use="no", effective_on="2018-01-01",
            )
            for name, owner in owners.items()
        }  # fmt: skip
        bureau = fresh(self.people["bureau_handler"])
        self.rows["case"] = {"": row_of("ip_cases", by=bureau, **CASE, dispute="门前纠纷")}
        files = [evidence()]
        self.rows["row_file"] = {
            "": attach(self.rows["case"][""], kept_registers()["ip_cases"], files, said="门前证据", by=bureau)[0]
        }
        self.rows["hand_over"] = {"": row_of("case_transfers", by=bureau, **TRANSFER, sent_on=today())}
        self.rows["agency"] = {"here": self._agency(bureau, 81), "left": self._agency(bureau, 82, left_on=today())}
        row_of("credit_events", by=bureau, party="门前代理81", code=code(81), sort="bad", gravity="serious", event="门前警告", document="门前〔2018〕1号", decided_on="2018-11-01")  # fmt: skip
        row_of("services", by=bureau, number="门前-1", party="门前企业", sort="filing", provider="第三家", asked_on="2018-01-01", done_on="2018-01-05", judged="good")  # fmt: skip
        self.rows["need"] = {state: self._need(state) for state in ("public", "members")}
        self._pools(clerk, bank)

    def _agency(self, by, number, **more):
        return row_of(
            "agencies", by=by, agency=f"门前代理{number}", code=code(number), sort="patent", form="seat", practitioners="3",
            set_up_on="2018-02-01", checked_on="2018-02-01", **more,
        )  # fmt: skip

    def _need(self, state):
        return row_of(
            "needs_offers", by=fresh(self.people["handler"]), party="门前企业", number=state, sort="enterprise", side="need",
            what="technology", title=f"门前需求 {state}", dual_use="no", open=state, posted_on="2018-01-01",
        )  # fmt: skip

    def _pools(self, clerk, bank):
        """A pool on which nothing rests, and one with a loan and a claim in each state; no loan is old enough to be bad."""
        people = {name: fresh(self.people[name]) for name in ("handler", "payer")}

        def pool(name):
            values = agreement(bank, name=name, overdue_days=0)
            return pools.enter_pool(values, members(5000, 5000), by=people["handler"])

        empty, used = pool("空的资金池"), pool("在用的资金池")
        pools.contribute(
            used, member=used.members.first(), amount_fen=5 * 10**8, payer="", received_on=used.starts, document="进账1号",
            by=people["payer"],
        )  # fmt: skip
        names = ("filed", "checked", "decided", "paid", "none", "free")
        rows = [
            enter_row(
                kept_loans(),
                values_of(loan=f"池-{name}", lender=bank.name, rights=f"1234567{number}", due="2020-12-20"),
                by=clerk,
                organisation=bank,
            )
            for number, name in enumerate(names)
        ]
        self.rows["pool"] = {"empty": empty, "used": used}
        self.rows["contribution"] = {"used": used.contributions.get()}
        self.rows["loan to pool"] = {"": rows[-1]}
        loans = {
            name: pools.admit_loan(used, row, by=people["handler"]) for name, row in zip(names[:-1], rows, strict=False)
        }
        self.rows["pool_loan"] = {"": loans["none"]}
        found = {}
        for name, loan in loans.items():
            if name != "none":
                found[name] = self._claimed(name, loan, clerk, people)
        self.rows["pool_claim"] = found
        self.rows["pool_claim_file"] = {"": found["paid"].files.get()}
        self.rows["supplement"] = {"": self._supplemented(bank, people)}
        self.rows["payback"] = {state: self._ended(state, bank, people) for state in ("asked", "decided")}
        self.rows["pool_paper"] = {"": self.rows["payback"]["asked"].papers.get()}

    def _supplemented(self, bank, people):
        """A supplement under which nothing was computed."""
        row = pools.enter_pool(agreement(bank, name="补充过的资金池"), members(10000), by=people["handler"])
        self.rows["contribution"]["free"] = pools.contribute(
            row, member=row.members.first(), amount_fen=10**6, payer="", received_on=row.starts, document="进账 补充", by=people["payer"],
        )  # fmt: skip
        return supplement(
            row, document="补1号", effective=date(2018, 12, 1), reach="all", changes={"loss_share": 8000},
            basis={"loss_share": "第一条"}, files=[evidence()], by=people["handler"],
        )  # fmt: skip

    def _ended(self, state, bank, people):
        """What is left of a pool whose agreement is over, to be paid back."""
        values = agreement(bank, name=f"到期的资金池 {state}", starts=date(2017, 1, 1), ends=date(2018, 6, 1))
        over = pools.enter_pool(values, members(10000), by=people["handler"])
        pools.contribute(
            over, member=over.members.first(), amount_fen=10**6, payer="", received_on=over.starts, document=f"进账 {state}",
            by=people["payer"],
        )  # fmt: skip
        row = paybacks.ask_payback(
            over, way="shares", clause="第十二条", said="", files=[evidence()], by=people["handler"]
        )
        if state == "decided":
            row = paybacks.decide_payback(row, by=people["payer"], version=row.version, document="清退批准")
        return row

    def _claimed(self, state, loan, clerk, people):
        claim = claims_of_pools.file_claim(loan, outstanding_fen=1000, said="", files=[evidence()], by=clerk)
        if state != "filed":
            claim = claims_of_pools.check_claim(claim, by=people["handler"], version=claim.version)
        if state in {"decided", "paid"}:
            claim = claims_of_pools.decide_claim(claim, by=people["payer"], version=claim.version, document="批准")
        if state == "paid":
            claim = claims_of_pools.pay_claim(claim, by=people["payer"], version=claim.version, document="支付")
        return claim

    def _desks(self):
        upload = marks(self.data, 5633001, 5633002, registered="错")
        batch = registry.upload([as_upload(upload)], kind="auto", by=self.people["lead"])
        batch.refresh_from_db()
        self.rows["batch"] = {batch.state: batch}
        self.rows["refused_row"] = {"": batch.rows.filter(fixable=True).first()}
        at = now()
        self.rows["clearing"] = {
            "": Clearing.objects.create(day=today(), listed={"draft": [self.rows["dossier"]["draft"].pk]})
        }
        self.rows["job"] = {
            owner: Job.objects.create(
                name="registry.import", title="导入", key=f"doors:{owner}", state="failed", trouble="断电",
                started_by=self.people[owner], created_at=at, due_at=at, finished_at=at,
            )
            for owner in ("handler", "lead")
        }  # fmt: skip

    def _accounts(self):
        people = self.people
        tell([people["applicant"]], "有一句话", link="/dossiers/")
        self.rows["notice"] = {"applicant": notices_of(people["applicant"]).filter(title="有一句话").get()}
        colleague = make_person("handler", unit="industry_science_bureau", name="严同事")
        self.rows["seat"] = {"": colleague.seats.get()}
        invited = seats.invite("new@example.test", "handler", "industry_science_bureau", by=people["chief"], link=str)
        invited.token_hash = hashed("of-the-mail")  # the real one is nowhere but in the mail
        invited.save()
        self.rows["invitation"] = {"": invited}
        clerk = make_person()
        self.rows["organisation"] = {"": self.applicant}
        self.rows["claim"] = {"": claims.claim_organisation("enterprise", "新来公司", code(77), by=clerk)}
        session = UserSession.objects.create(
            user=people["applicant"], session_key="elsewhere", ip="127.0.0.1", created_at=timezone.now() - timedelta(1)
        )
        self.rows["session"] = {"": session}
        token, _ = make_token(
            places_of(fresh(people["applicant"]))[0],
            name="门",
            scopes=["dossiers:read"],
            days=1,
            by=fresh(people["applicant"]),
        )
        self.rows["token"] = {"": token}

    def _warnings(self):
        look_again()
        heard = Listener.objects.select_related("raised").order_by("pk")
        self.rows["warning"] = {
            kind: heard.get(raised__link=link, raised__rule=rule, unit=unit)
            for kind, rule, unit, link in (
                ("loan", "loan_due", "", loan_page(self.rows["loan"][""])),
                (
                    "dossier",
                    "dossier_late",
                    "industry_science_bureau",
                    page_of("dossier", self.rows["dossier"]["review"]),
                ),
                ("applicant's", "dossier_late", "", page_of("dossier_form", self.rows["dossier"]["correction"])),
                ("target", "target_behind", "leading_group_office", reverse("indicator", args=["registered_marks"])),
                ("news", "rating_changed", BUREAU, f"{reverse('rating_card', args=['agencies'])}?id={code(81)}"),
            )
        }
        muted = heard.get(raised__rule="target_behind", unit=BUREAU)
        warnings.mute(muted, days=3, why="等文件", by=self.people["bureau_handler"])
        self.rows["muted_warning"] = {"": muted}
        self.calendar = warnings.make_calendar(self.people["applicant"])

    def _client(self, name):
        client = Client()
        if name in self.people:
            client.force_login(self.people[name])
            client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        return client

    def _token(self, person):
        """With every scope that their seats give; None for who can have none. The one without a second factor lost it later."""
        person = fresh(person)
        place = next(iter(places_of(person)), None)
        if place is None:
            return None
        person.lacks_second_factor = lambda: False
        return make_token(place, name="对接", scopes=scopes_for(*person.roles), days=30, by=person)[1]


def loan_page(row):
    """The address of a row."""
    return reverse("register_row", args=[row.register, row.pk])


def page_of(name, row):
    """The address of a page of one row."""
    return reverse(name, args=[row.pk])


def fresh(person):
    """The person as the next request reads them."""
    return User.objects.get(pk=person.pk)


def code(number):
    """A credit code that holds together."""
    from zhixian.core.registry.numbers.credit_code import check_character

    body = f"91350823MA{number:07d}"
    return body + check_character(body)
