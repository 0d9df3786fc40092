"""A project from application to its opinion: what the office and the applicant see, who says their word, what is kept and printed."""

import json
import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from django.urls import reverse

from factories.matters import LEAD_UNIT, Cast, move, upload, write_world
from factories.people import make_organisation, make_person
from factories.topics import TERMS, THIRD, make_topic
from zhixian.core.analysis.assessment.found import Project, Records, from_plain, gravest_rights, unanswered
from zhixian.core.analysis.assessment.looking import assess
from zhixian.core.analysis.assessment.relied import rights_in
from zhixian.core.analysis.assessment.rules import rule_set
from zhixian.core.kernel.folding import folded
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.numbers import check_digit
from zhixian.web.accounts.actions.tokens import make_token
from zhixian.web.accounts.models import Organisation
from zhixian.web.accounts.queries import places_of
from zhixian.web.accounts.scopes import scopes_for
from zhixian.web.kit import jobs, record
from zhixian.web.kit.duties import DATED, Ask
from zhixian.web.kit.models import Job, Notice
from zhixian.web.matters import actions
from zhixian.web.matters.actions.keeping import clear_dossier
from zhixian.web.matters.duties import dossier_duties
from zhixian.web.matters.models import Dossier
from zhixian.web.matters.permissions import moves_open_to
from zhixian.web.navigation.actions.topics import share
from zhixian.web.navigation.assessing import _digits
from zhixian.web.navigation.queries import tables
from zhixian.web.navigation.sample import AFTER, concluded
from zhixian.web.registers.actions import enter_rows
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registry import rights

OWN = f"CN201510000001.{check_digit('201510000001')}"
OTHERS = f"CN201510000002.{check_digit('201510000002')}"
ANSWERS = {
    "object": "purchase", "name": "某装置采购", "features": "1.一种装置", "rights": f"ZL2015 1 0000001.{OWN[-1]}；{OTHERS}",
    "partners": "测试企业2\n查无此人公司", "products": "装置", "markets": "德国", "contact_name": "王会计", "contact_phone": "13800138000",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _world(settings, tmp_path):
    settings.TODAY = "2018-12-03"
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    write_world(tmp_path)


@pytest.fixture
def cast():
    return Cast()


def applied(cast, **answers):
    dossier = actions.start_dossier("assessment", by=cast.applicant, organisation=cast.organisation)
    dossier = actions.save_draft(dossier, {**ANSWERS, **answers}, by=cast.applicant, version=dossier.version)
    actions.attach_material(dossier, "description", upload(), by=cast.applicant)
    return dossier


def consulted(cast):
    dossier = move(applied(cast), "submit", cast.applicant)
    return move(move(dossier, "accept", cast.handler), "consult", cast.handler)


def consulted_with(cast, **answers):
    dossier = move(applied(cast, **answers), "submit", cast.applicant)
    return move(move(dossier, "accept", cast.handler), "consult", cast.handler)


def issued(cast):
    dossier = consulted(cast)
    move(dossier, "comment", cast.handler, speaker="林某 高级工程师", reason="密封结构不同，可以采购。")
    dossier = move(dossier, "propose", cast.handler, reason="签订许可合同以后采购。")
    return move(dossier, "issue", cast.chief)


def page(client, person, dossier):
    client.force_login(person)
    return client.get(reverse("dossier", args=[dossier.pk])).content.decode()


def paper(dossier):
    with dossier.letter.open("rb") as file:
        document = docx.Document(BytesIO(file.read()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def discredit(cast, name="测试企业2"):
    person = make_person("handler", unit="market_regulation_bureau")
    row = {
        "party": name,
        "code": "91000000MA0000001R",
        "sort": "bad",
        "event": "假冒",
        "document": "样信〔2018〕1号",
        "decided_on": "2018-01-02",
    }
    enter_rows(kept_registers()["credit_events"], [row], by=person, unit="market_regulation_bureau")


def test_from_application_to_opinion(cast, client):
    dossier = issued(cast)
    assert (dossier.step, dossier.outcome, dossier.clause, dossier.due) == ("done", "done", "2", None)
    assert dossier.subject_name == "某装置采购"
    assert dossier.letter_number == "杭知评〔2018〕000001号"
    said = paper(dossier)
    for words in (
        "风险等级：中", "签订许可合同以后采购。", "林某 高级工程师（2018年12月3日）：密封结构不同，可以采购。",
        f"所依据的发明专利 {OTHERS}的权利人是合作方测试企业2", "专利法第12条", "查无此人公司：登记数据里没有查到", "没有检索的事项",
        "专利的权利要求和说明书", "合成数据", "德国：没有查到申请人的申请或注册",
    ):  # fmt: skip
        assert words in said, words
    own = page(client, cast.applicant, dossier)
    assert "评议意见 杭知评〔2018〕000001号" in own
    assert "系统核对（已留存）" in own
    assert list(record.verify()) == []


def test_what_only_units_read_stays_with_the_office(cast, client):
    discredit(cast)
    dossier = issued(cast)
    secret = "失信记录 样信〔2018〕1号"
    office = page(client, cast.handler, dossier)
    assert secret in office
    assert "仅供单位" in office
    assert "写进评议意见的等级是<strong>中</strong>" in office
    assert secret not in page(client, cast.applicant, dossier)
    assert secret not in paper(dossier)
    assert "风险等级：中" in paper(dossier)


def test_partners_on_one_line_are_each_held_against_the_records(cast, client):
    discredit(cast)
    dossier = consulted_with(cast, partners="甲研究有限公司；测试企业2")
    assert "失信记录 样信〔2018〕1号" in page(client, cast.handler, dossier)


def test_the_applicant_sees_nothing_of_it_before_the_opinion_is_issued_and_is_told_so(cast, client):
    dossier = applied(cast)
    assert "核对，出具意见时把结果一并给您" in page(client, cast.applicant, dossier)
    dossier = move(dossier, "submit", cast.applicant)
    assert "核对，受理以后显示在这里" in page(client, cast.handler, dossier)
    dossier = move(move(dossier, "accept", cast.handler), "consult", cast.handler)
    assert "系统核对" in page(client, cast.handler, dossier)
    shown = page(client, cast.applicant, dossier)
    assert "系统核对" not in shown
    assert "核对，出具意见时把结果一并给您" in shown
    assert "没有与这件有关的事实" not in shown
    assert "这件没有出具意见" in page(client, cast.applicant, move(dossier, "withdraw", cast.applicant))


def test_what_was_found_is_kept_as_it_was_when_the_conclusion_was_drawn(cast, client):
    dossier = consulted(cast)
    before = dossier.study
    dossier = move(dossier, "propose", cast.handler, reason="可以。")
    kept = json.loads(json.dumps(dossier.study))
    assert kept == before
    assert (kept["as_of"], kept["snapshot"], kept["rules_since"]) == ("2018-12-03", "test", "2017-10-23")
    discredit(cast)
    dossier.refresh_from_db()
    assert dossier.study == kept
    assert "样信" not in page(client, cast.chief, dossier)
    again = move(dossier, "look_again", cast.chief, reason="信用记录有变。")
    assert "样信" in page(client, cast.handler, again)


def test_a_consulted_unit_is_told_and_says_its_word_but_draws_no_conclusion(cast, client):
    other = make_person("handler", unit="development_reform_bureau", name="发改经办")
    stranger = make_person("handler", unit="commerce_bureau")
    dossier = consulted(cast)
    actions.claim_dossier(dossier, by=cast.handler, version=dossier.version)
    assert Notice.objects.filter(user=other, title__contains="请对“征求意见”提出意见").exists()
    shown = page(client, other, dossier)
    assert "记下一条意见" in shown
    assert "拟定结论，报审定" not in shown
    dossier = move(dossier, "comment", other, speaker="县发改局", reason="符合产业政策。")
    assert (dossier.step, dossier.assignee) == ("consultation", cast.handler)
    with pytest.raises(Refusal, match="这一步不由您办：拟定结论"):
        move(dossier, "propose", other, reason="可以。")
    with pytest.raises(Refusal, match="这一步不由您办：记下一条意见"):
        move(dossier, "comment", stranger, speaker="某局", reason="可以。")
    client.force_login(stranger)
    assert client.get(reverse("dossier", args=[dossier.pk])).status_code == 404


def on_the_desk(person, when):
    return [duty.number for duty in dossier_duties(person, Ask(when=when, day=date(2018, 12, 3)))]


def test_a_dossier_that_waits_for_a_unit_s_word_is_on_its_desk_until_it_has_said_it(cast):
    other = make_person("handler", unit="development_reform_bureau", name="发改经办")
    stranger = make_person("handler", unit="commerce_bureau")
    dossier = consulted(cast)
    [section] = [when for when in (*DATED, "undated") if on_the_desk(other, when)]
    assert on_the_desk(other, section) == [dossier.number]
    assert on_the_desk(other, "waiting") == []
    assert not any(on_the_desk(stranger, when) for when in (*DATED, "undated", "waiting"))
    dossier = move(dossier, "comment", cast.handler, speaker="林某", reason="可以。")
    assert on_the_desk(other, section) == [dossier.number]
    dossier = move(dossier, "comment", other, speaker="县发改局", reason="符合产业政策。")
    assert on_the_desk(other, section) == []
    assert on_the_desk(other, "waiting") == [dossier.number]
    assert on_the_desk(cast.handler, section) == [dossier.number]


def test_drafts_and_comments_stay_in_the_office_until_the_opinion_is_issued(cast, client):
    dossier = consulted(cast)
    words = {
        "comment": "密封结构要改。",
        "first": "草稿：不要采购。",
        "back": "没有写许可费。",
        "last": "签订许可合同以后采购。",
    }
    dossier = move(dossier, "comment", cast.handler, speaker="林某 高级工程师", reason=words["comment"])
    dossier = move(dossier, "propose", cast.handler, reason=words["first"])
    dossier = move(move(dossier, "look_again", cast.chief, reason=words["back"]), "consult", cast.handler)
    dossier = move(dossier, "propose", cast.handler, reason=words["last"])
    office, own = page(client, cast.handler, dossier), page(client, cast.applicant, dossier)
    assert all(one in office for one in words.values())
    assert not any(one in own for one in (*words.values(), "林某", "退回重新核对", "拟定结论"))
    token = make_token(places_of(cast.applicant)[0], name="对接", scopes=scopes_for(*cast.applicant.roles), days=30, by=cast.applicant)[1]  # fmt: skip
    there = f"/api/v1/dossiers/{dossier.pk}"
    told = client.get(there, headers={"Authorization": f"Bearer {token}"}).json()["events"]
    assert [one["kind"] for one in told] == ["submit", "accept", "consult", "consult"]
    assert not any(one.body and words["first"] in one.body for one in Notice.objects.filter(user=cast.applicant))
    dossier = move(dossier, "issue", cast.chief)
    own, said = page(client, cast.applicant, dossier), paper(dossier)
    for shown in (own, said):
        assert words["comment"] in shown
        assert words["last"] in shown
        assert words["first"] not in shown
        assert words["back"] not in shown
    told = client.get(there, headers={"Authorization": f"Bearer {token}"}).json()["events"]
    assert [one["kind"] for one in told] == ["submit", "accept", "consult", "comment", "consult", "propose", "issue"]


def test_of_an_opinion_that_was_never_issued_the_applicant_reads_no_draft(cast, client):
    dossier = move(consulted(cast), "comment", cast.handler, speaker="林某", reason="密封结构要改。")
    dossier = move(dossier, "withdraw", cast.applicant)
    assert "密封结构要改" not in page(client, cast.applicant, dossier)
    assert "密封结构要改" in page(client, cast.handler, dossier)


def test_who_writes_what_stays_inside_is_told_so(cast, client):
    dossier = move(consulted(cast), "propose", cast.handler, reason="可以。")
    shown = page(client, cast.chief, dossier)
    assert "只给办理单位看，申请人看不到" in shown
    assert "对方会看到" not in shown
    with pytest.raises(Refusal) as refused:
        move(dossier, "look_again", cast.chief, reason="")
    assert "对方会看到" not in str(refused.value)


def test_a_comment_says_whose_it_is(cast, client):
    dossier = consulted(cast)
    with pytest.raises(Refusal, match="没有写是谁的意见"):
        move(dossier, "comment", cast.handler, speaker=" ", reason="可以。")
    client.force_login(cast.handler)
    there = reverse("make_move", args=[dossier.pk, "comment"])
    dossier.refresh_from_db()
    sent = {"version": dossier.version, "speaker": "郑某 教授", "reason": "<b>可以</b>"}
    assert client.post(there, sent).status_code == 302
    shown = page(client, cast.handler, dossier)
    assert "记下一条意见：郑某 教授" in shown
    assert "<b>可以</b>" not in shown


def test_a_conclusion_that_names_no_right_of_the_gravest_grade_is_told_to_who_decides(cast, client):
    told = "拟定的结论没有提到定为“高”的权利：发明专利"
    dossier = consulted_with(cast, partners="查无此人公司")
    dossier = move(dossier, "propose", cast.handler, reason="可以实施。")
    assert f"{told} {OTHERS}" in page(client, cast.chief, dossier)
    dossier = move(move(dossier, "look_again", cast.chief, reason="没有写"), "consult", cast.handler)
    assert told not in page(client, cast.handler, dossier)
    spaced = f"ZL2015 1 0000002.{OTHERS[-1]} 没有许可，不要实施。"
    dossier = move(dossier, "propose", cast.handler, reason=spaced)
    assert told not in page(client, cast.chief, dossier)
    assert told not in page(client, cast.applicant, move(dossier, "issue", cast.chief))


def test_the_sample_s_conclusion_answers_the_rights_that_made_the_grade(cast):
    found = from_plain(consulted_with(cast, partners="查无此人公司").study)
    assert gravest_rights(found) == [f"发明专利 {OTHERS}"]
    assert unanswered(found, "可以实施。") == [f"发明专利 {OTHERS}"]
    said = concluded(found)
    assert said.startswith(f"发明专利 {OTHERS}的事项没有解决以前，不要实施")
    assert unanswered(found, said) == []
    assert concluded(replace(found, grade="")) == f"可以实施。{AFTER}"


def test_who_drew_the_conclusion_does_not_issue_it(cast):
    dossier = move(consulted(cast), "propose", cast.handler, reason="可以。")
    seat = cast.handler.seats.get(unit="industry_science_bureau")
    seat.role = "chief"
    seat.save()
    del cast.handler.held
    with pytest.raises(Refusal, match="审核和决定不能是同一个人"):
        move(dossier, "issue", cast.handler)


def test_a_number_that_is_none_is_refused_beside_its_question(cast, client):
    dossier = applied(cast, rights=f"{OWN}；abc")
    with pytest.raises(actions.AnswersWrong) as refused:
        move(dossier, "submit", cast.applicant)
    assert "“abc”不是专利号或注册号" in refused.value.wrong["rights"]
    client.force_login(cast.applicant)
    form = client.get(reverse("dossier_form", args=[dossier.pk]), {"check": "1"}).content.decode()
    assert "“abc”不是专利号或注册号" in form


def test_numbers_pasted_line_by_line_stay_apart_and_answers_of_one_line_are_shown_as_they_were_kept(cast, client):
    dossier = applied(cast)
    client.force_login(cast.applicant)
    address = reverse("dossier_form", args=[dossier.pk])
    page = client.get(address).content.decode()
    [shown] = re.findall(r'<textarea name="rights"[^>]*>\s*([^<]*)</textarea>', page)
    assert shown == ANSWERS["rights"]
    lines = f"{OWN}\r\n日本特許第4019416号\r\nUS13/915,426\r\n技术秘密"
    client.post(address, {**ANSWERS, "rights": lines, "version": dossier.version})
    dossier.refresh_from_db()
    assert dossier.answers["rights"] == lines.replace("\r", "")
    assert rights_in(dossier.answers["rights"]) == [OWN, "日本特許第4019416号", "US13/915426", "技术秘密"]
    form = client.get(address, {"check": "1"}).content.decode()
    assert "不是专利号或注册号" not in form
    move(dossier, "submit", cast.applicant)


def test_a_market_or_class_that_is_none_is_refused_beside_its_question_and_a_standard_is_told(cast, client):
    dossier = applied(cast, markets="德国、火星", classes="ZZ99；30；C22B 11/08；46", standards="乱写；GB/T 4754—2017")
    with pytest.raises(actions.AnswersWrong) as refused:
        move(dossier, "submit", cast.applicant)
    assert set(refused.value.wrong) == {"markets", "classes"}
    client.force_login(cast.applicant)
    form = client.get(reverse("dossier_form", args=[dossier.pk]), {"check": "1"}).content.decode()
    assert "“火星”不是国家或地区" in form
    assert "“ZZ99”“46”不是分类号" in form
    dossier = actions.save_draft(
        dossier, {**dossier.answers, "markets": "德国", "classes": "30"}, by=cast.applicant, version=dossier.version
    )
    dossier = move(move(dossier, "submit", cast.applicant), "accept", cast.handler)
    unsought = dict(move(dossier, "consult", cast.handler).study["not_searched"])
    assert unsought["所填的标准“乱写”"] == "读不出标准号，没有核对"
    assert unsought["标准必要专利"] == "没有 GB/T 4754—2017 的专利声明数据"


def test_a_note_gives_a_step_no_new_time(cast, settings):
    dossier = consulted(cast)
    settings.TODAY = "2018-12-05"
    dossier = move(dossier, "comment", cast.handler, speaker="某专家", reason="可以。")
    assert dossier.entered_on.isoformat() == "2018-12-03"


def test_an_opinion_without_a_registry_says_so(cast, tmp_path):
    (tmp_path / "CURRENT").unlink()
    dossier = issued(cast)
    said = paper(dossier)
    assert "没有登记数据" in said
    assert "所依据的权利的状态，合作方的权利：还没有登记数据" in said
    assert "登记数据里的相近权利没有检索：还没有登记数据。" in said
    assert LISTED_NONE not in said


def test_an_alert_of_the_country_is_told_of_its_city(cast):
    person = make_person("handler", unit="commerce_bureau")
    row = {
        "title": "车展扣留",
        "product": "装置",
        "destination": "德国",
        "risk": "exhibition",
        "level": "low",
        "source": "展会",
        "found_on": "2018-11-01",
    }
    enter_rows(kept_registers()["overseas_alerts"], [row], by=person, unit="commerce_bureau")
    told = [reason["words"] for reason in consulted_with(cast, markets="德国慕尼黑").study["reasons"]]
    assert "德国慕尼黑有未办结的预警：车展扣留" in told
    told = [reason["words"] for reason in consulted_with(cast, markets="奥地利").study["reasons"]]
    assert not [words for words in told if "车展扣留" in words]


@pytest.mark.parametrize(
    ("given", "written", "told"),
    [
        ("CN201510000009.{}", "ZL 2015 1 0000009.{}", True),
        ("软著登字第1234567号", "软著登字第1234567号", True),
        ("BS.195001234", "BS.195001234", True),
        ("2019SR0123456", "2019SR0123456", True),
        ("CN201510000009.{}", "CN201510000008.{}", False),
    ],
)
def test_open_cases_are_sought_by_the_number_of_a_right_that_the_registry_has_not(given, written, told):
    given, written = (
        text.format(check_digit(text.replace(" ", "")[2:14])) if "{}" in text else text for text in (given, written)
    )
    row = {"number": "（2018）样民初7号", "right": written, "infringer": "某公司"}
    found = Records(cases=[row])
    assert _digits(given) in folded(written) or not told
    seen = assess(None, None, Project("甲公司", rights=(given,)), found, rules=rule_set(), as_of=date(2018, 12, 3))
    assert bool([one for one in seen.reasons if one.rule == "right_in_case"]) is told


def test_an_open_case_of_a_right_that_the_registry_has_not_is_told_to_the_office(cast):
    number = f"CN201510000009.{check_digit('201510000009')}"
    row = {
        "number": "样民初7号",
        "channel": "civil",
        "subject": "patent",
        "right": number,
        "holder": "某人",
        "infringer": "某公司",
        "opened_on": "2018-11-01",
    }
    person = make_person("handler", unit="market_regulation_bureau")
    enter_rows(kept_registers()["ip_cases"], [row], by=person, unit="market_regulation_bureau")
    study = consulted_with(cast, rights=number).study
    assert f"所依据的{number}涉及未结案件 样民初7号" in [one["words"] for one in study["reasons"] if one["office"]]
    assert "未结案件" not in dict(map(tuple, study["not_searched"]))


def test_every_filing_of_the_applicant_counts_however_many_there_are(cast):
    row = {
        "number": "A",
        "kind": "mark",
        "route": "madrid",
        "first_filed": "2018-01-02",
        "state": "granted",
        "owner": cast.organisation.name,
    }
    rows = [{**row, "number": f"A{n}", "places": "日本"} for n in range(201)] + [
        {**row, "number": "LAST", "places": "德国"}
    ]
    person = make_person("handler", unit="market_regulation_bureau")
    enter_rows(kept_registers()["overseas_filings"], rows, by=person, unit="market_regulation_bureau")
    study = consulted_with(cast, markets="德国、法国").study
    assert [line["filings"] for line in study["markets"]] == [["LAST（德国）"], []]


def test_the_opinion_bears_the_label_of_the_data_that_it_rests_on(cast, tmp_path):
    dossier = move(consulted(cast), "propose", cast.handler, reason="可以。")
    manifest = tmp_path / "snapshots" / dossier.study["snapshot"] / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    assert told.pop("labels") == ["合成数据"]
    manifest.write_text(json.dumps(told), encoding="utf-8")
    assert "合成数据" in paper(move(dossier, "issue", cast.chief))


LISTED_NONE = "按规则没有列出相近的权利"


def imported_since(tmp_path, monkeypatch):
    """Another snapshot made current on the command line, with no index beside it and too many rights to build one while a page waits."""
    monkeypatch.setattr(rights, "MOST_WHILE_WAITING", 0)
    write_world(tmp_path, name="later")


def test_nothing_is_concluded_while_the_index_of_a_new_snapshot_is_missing_and_it_is_built(
    cast, client, tmp_path, monkeypatch, settings
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    dossier = consulted(cast)
    assert LISTED_NONE in page(client, cast.handler, dossier)
    imported_since(tmp_path, monkeypatch)
    shown = page(client, cast.handler, dossier)
    assert "登记数据里的相近权利没有检索：检索索引正在编制。" in shown
    assert LISTED_NONE not in shown
    [asked] = Job.objects.filter(name="registry.search")
    with pytest.raises(Refusal, match="登记数据里他人的相近权利没有检索"):
        move(dossier, "propose", cast.handler, reason="可以。")
    dossier.refresh_from_db()
    assert (dossier.step, Job.objects.filter(name="registry.search").count()) == ("consultation", 1)
    jobs.run.func(asked.pk)
    assert "没有检索：" not in page(client, cast.handler, dossier).partition("没有检索的事项")[0]
    assert move(move(dossier, "propose", cast.handler, reason="可以。"), "issue", cast.chief).outcome == "done"


def test_a_conclusion_drawn_while_the_index_was_missing_is_not_issued_and_is_looked_into_again(cast, tmp_path):
    dossier = move(consulted(cast), "propose", cast.handler, reason="可以。")
    dossier.study["not_searched"].append(["他人的相近权利", "检索索引正在编制"])
    dossier.save()
    with pytest.raises(Refusal) as refused:
        move(dossier, "issue", cast.chief)
    assert "退回重新核对" in str(refused.value)
    again = move(move(dossier, "look_again", cast.chief, reason="没有检索。"), "consult", cast.handler)
    again = move(again, "propose", cast.handler, reason="可以。")
    assert LISTED_NONE in paper(move(again, "issue", cast.chief))


NEAR_ONE = {"标题": "铜箔表面粗化处理装置", "申请人": "别家铜箔公司"}
FEATURES = "铜箔表面粗化处理\n电解液循环"


def test_near_rights_of_the_unit_s_topics_are_cited_by_number_and_nothing_else(cast, client, tmp_path):
    topic = make_topic(tmp_path, NEAR_ONE, THIRD, name="内部铜箔库", by=cast.handler)
    dossier = consulted_with(cast, features=FEATURES)
    dossier = move(dossier, "propose", cast.handler, reason="可以。")
    [line] = [line for line in dossier.study["near"] if line["source"]]
    assert line["number"] == "CN201410408762.5"
    assert (line["title"], line["holder"], line["filed"]) == ("", "", "")
    assert dict(map(tuple, [(one, tuple(words)) for one, words in line["evidence"]])).keys() == {"铜箔表面粗化处理"}
    kept = json.dumps(dossier.study, ensure_ascii=False)
    assert "别家铜箔公司" not in kept
    assert "粗化处理装置" not in kept
    for shown in (page(client, cast.handler, dossier), paper(move(dossier, "issue", cast.chief))):
        assert "CN201410408762.5" in shown
        assert f"专题库“{topic}”" in shown
        assert TERMS in shown
        assert "只引用号码" in shown
        assert "别家铜箔公司" not in shown
        assert "只比对了名称和分类号，状态是各库截止日的" in shown


def test_a_topic_whose_terms_let_raw_data_out_is_told_in_full_and_what_the_registry_has_is_told_once(cast, tmp_path):
    same = {"申请号": OTHERS, "公开（公告）号": "CN105000001A", "标题": "铜箔表面粗化一种装置"}
    make_topic(tmp_path, NEAR_ONE, same, name="公开铜箔库", by=cast.handler, shows_raw=True)
    dossier = move(consulted_with(cast, features=FEATURES), "propose", cast.handler, reason="可以。")
    found = {line["number"]: line for line in dossier.study["near"]}
    assert (found["CN201410408762.5"]["title"], found["CN201410408762.5"]["holder"]) == (
        NEAR_ONE["标题"],
        NEAR_ONE["申请人"],
    )
    assert OTHERS not in found, "the project relies on it"


def test_a_near_right_of_another_country_rests_on_no_law_of_this_one(cast, tmp_path):
    abroad = {**NEAR_ONE, "申请号": "US15/000001", "公开（公告）号": "US9000001B2", "专利有效性": "有效"}
    make_topic(tmp_path, NEAR_ONE, abroad, name="公开铜箔库", by=cast.handler, shows_raw=True)
    study = move(consulted_with(cast, features=FEATURES), "propose", cast.handler, reason="可以。").study
    told = {one["about"].split()[-1]: one["source"] for one in study["reasons"] if one["sight"] == "near"}
    assert told == {"CN201410408762.5": "专利法第11条", "US15/000001": "权利所在地的法律"}


def test_topics_of_other_units_are_looked_into_only_where_they_are_shared_and_open(cast, tmp_path):
    other = make_person("handler", unit="commerce_bureau")
    hidden = make_topic(tmp_path, NEAR_ONE, name="别局的", by=other)
    share(hidden, with_whom=f"unit:{LEAD_UNIT}", version=hidden.version, by=other)
    dossier = move(consulted_with(cast, features=FEATURES), "propose", cast.handler, reason="可以。")
    assert dossier.study["topics"] == []
    assert ["专题库里的相近权利", "评议单位没有由导出表建成、能读号码的专题库"] in dossier.study["not_searched"]
    shown = make_topic(tmp_path, NEAR_ONE, name="别局公开的", by=other, shows_raw=True)
    share(shown, with_whom=f"unit:{LEAD_UNIT}", version=shown.version, by=other)
    dossier = move(dossier, "look_again", cast.chief, reason="专题库有了。")
    dossier = move(move(dossier, "consult", cast.handler), "propose", cast.handler, reason="可以。")
    assert [line["name"] for line in dossier.study["topics"]] == ["别局公开的"]
    assert [line["number"] for line in dossier.study["near"] if line["source"]] == ["CN201410408762.5"]


def test_the_applicant_s_own_records_of_a_topic_are_no_near_rights(cast, tmp_path):
    make_topic(tmp_path, {**NEAR_ONE, "申请人": cast.organisation.name}, name="铜箔库", by=cast.handler)
    dossier = move(consulted_with(cast, features=FEATURES), "propose", cast.handler, reason="可以。")
    assert [line for line in dossier.study["near"] if line["source"]] == []


def test_a_record_that_the_applicant_shares_with_others_is_no_near_right(cast, tmp_path):
    shared = {**NEAR_ONE, "申请人": f"别家铜箔公司；{cast.organisation.name}"}
    make_topic(tmp_path, shared, name="铜箔库", by=cast.handler, shows_raw=True)
    dossier = move(consulted_with(cast, features=FEATURES), "propose", cast.handler, reason="可以。")
    assert [line for line in dossier.study["near"] if line["source"]] == []
    assert any(what == "共有的权利的其他权利人" for what, _ in dossier.study["not_searched"])


def test_a_topic_that_cannot_be_read_is_said_not_to_be_searched(cast, tmp_path):
    topic = make_topic(tmp_path, NEAR_ONE, name="坏了的", by=cast.handler)
    tables(topic.latest).path("records").unlink()
    dossier = move(consulted_with(cast, features=FEATURES), "propose", cast.handler, reason="可以。")
    assert ["专题库“坏了的”里的相近权利", "专题库的数据现在读不出"] in dossier.study["not_searched"]


def test_once_its_term_is_over_what_was_found_goes_and_the_opinion_stays(cast):
    dossier = issued(cast)
    clear_dossier(dossier)
    dossier.refresh_from_db()
    assert dossier.study is None
    assert dossier.letter


def test_the_guide_publishes_purpose_and_rules(client):
    shown = client.get(reverse("matter", args=["assessment"])).content.decode()
    for words in ("目的", "原则", "对象", "内容", "程序", "怎么分级", "物权法第227条", "哪些不检索", "我要申请"):
        assert words in shown, words
    assert "{right}" not in shown
    laws = shown.partition("各种权利各依哪部法")[2].partition("</table>")[0]
    for words in (
        "发明专利、实用新型专利、外观设计专利",
        "他人有效的相近权利",
        "专利法第11条",
        "商标法第57条",
        "种类不明的",
    ):
        assert words in laws, words
    assert "2026年修订" not in laws


def test_the_guide_marks_the_lines_that_rest_on_what_only_units_read(client):
    rows = client.get(reverse("matter", args=["assessment"])).content.decode().partition("怎么分级")[2].split("<tr>")
    marked = [row for row in rows if '<span class="tag plain">仅供单位' in row]
    assert len(marked) == 4
    assert all(any(one in row for one in ("未结案件", "失信记录", "未办结的预警")) for row in marked)
    assert not any("公示中的行政处罚" in row for row in marked)


def test_the_same_project_may_be_put_again(cast):
    issued(cast)
    assert actions.start_dossier("assessment", by=cast.applicant, organisation=cast.organisation).claim == ""


def test_a_unit_applies_in_its_own_name(cast, client):
    clerk = make_person("handler", unit="development_reform_bureau", name="发改经办")
    chief = make_person("chief", unit="development_reform_bureau")
    client.force_login(clerk)
    there = reverse("start_dossier", args=["assessment"])
    assert "县发改局" in client.get(there).content.decode()
    assert not Organisation.objects.filter(kind="unit").exists()
    assert client.post(there, {"organisation": "unit:development_reform_bureau"}).status_code == 302
    dossier = Dossier.objects.get()
    assert (str(dossier.organisation), dossier.organisation.credit_code) == ("县发改局", None)
    dossier = actions.save_draft(dossier, ANSWERS, by=clerk, version=dossier.version)
    actions.attach_material(dossier, "description", upload(), by=clerk)
    dossier = move(dossier, "submit", clerk)
    assert reverse("dossier", args=[dossier.pk]) in client.get(reverse("dossiers")).content.decode()
    dossier = move(move(dossier, "accept", cast.handler), "consult", cast.handler)
    assert Notice.objects.filter(user=chief, title__contains="受理").exists()
    again = type(clerk).objects.get(pk=clerk.pk)
    assert [found.id for found in moves_open_to(again, dossier)] == ["withdraw"]
    dossier = move(dossier, "propose", cast.handler, reason="可以。")
    assert "县发改局：" in paper(move(dossier, "issue", cast.chief))
    stranger = make_person("enterprise", organisation=make_organisation())
    client.force_login(stranger)
    assert client.get(reverse("dossier", args=[dossier.pk])).status_code == 404


def test_the_unit_that_assesses_does_not_apply_to_itself(cast, client):
    client.force_login(cast.handler)
    page = client.post(reverse("start_dossier", args=["assessment"]), {"organisation": "unit:industry_science_bureau"})
    assert "由您的单位办理，不能申请了自己办" in page.content.decode()
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("matter", ["navigation", "assessment"])
def test_nobody_applies_for_a_unit_that_is_not_theirs(client, matter):
    client.force_login(make_person("handler", unit="commerce_bureau"))
    client.post(reverse("start_dossier", args=[matter]), {"organisation": "unit:development_reform_bureau"})
    assert {str(row.organisation) for row in Dossier.objects.all()} <= {"县商务局"}
    client.force_login(make_person("auditor", unit="efficiency_office"))
    client.post(reverse("start_dossier", args=[matter]), {"organisation": "unit:efficiency_office"})
    assert not Dossier.objects.filter(organisation__unit="efficiency_office").exists()


def unlabelled(shown, heading):
    """Cells of the table under a heading that would stand on a card without saying what they are; its rows, too."""
    table = shown.partition(heading)[2].partition("<table")[2].partition("</table>")[0]
    assert "cards-on-phone" in table.partition(">")[0]
    rows = table.partition("<tbody>")[2]
    return rows.count("<td") - rows.count("<td data-label="), rows.count("<tr>")


def test_what_was_found_becomes_cards_on_a_phone(cast, client, tmp_path):
    make_topic(tmp_path, NEAR_ONE, name="铜箔库", by=cast.handler)
    shown = page(client, cast.handler, consulted_with(cast, features=FEATURES))
    for heading in ("<h3>所依据的权利</h3>", "<h3>他人有效的相近权利</h3>"):
        bare, rows = unlabelled(shown, heading)
        assert (bare, rows > 0) == (0, True), heading
    assert "铜箔表面粗化处理<span" in shown  # each feature tells what was found of it
