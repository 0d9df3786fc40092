"""Flows hold together before anybody uses one; each fault names file, key, found and expected."""

import pytest
import yaml

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.flow import FLOWS, flows, load_flow


def test_the_flows_that_ship_hold_together():
    assert list(flows()) == ["assessment", "filing", "infringement_report", "review_then_pay", "service_request"]
    for flow in flows().values():
        applied_for = any(flow.actor_of(move) == "applicant" for move in flow.moves)
        ends = {step.outcome for step in flow.steps if step.outcome}
        assert ends >= ({"done", "refused", "withdrawn"} if applied_for else {"done", "refused"})


def changed(tmp_path, change):
    content = yaml.safe_load((FLOWS / "review_then_pay.yaml").read_text(encoding="utf-8"))
    change(content)
    path = tmp_path / "flow.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        load_flow(path)
    return str(refused.value)


def move(content, source, name):
    return next(m for m in content["moves"] if (m["from"], m["id"]) == (source, name))


def drop(content, source, name):
    content["moves"].remove(move(content, source, name))


def test_a_step_that_nothing_leads_to(tmp_path):
    said = changed(tmp_path, lambda c: c["steps"].append({"id": "lost", "name": "迷路", "actor": "handler"}))
    lines = (tmp_path / "flow.yaml").read_text("utf-8").splitlines()
    line = lines.index("  id: lost")  # below the first key of its step
    assert f"flow.yaml 第 {line} 行 steps[15]：“迷路”走不到。应为：有一个动作通到 lost" in said
    assert "“迷路”走不到任何结果" in said


def test_a_dead_end(tmp_path):
    assert "“更正收款账户”走不到任何结果" in changed(tmp_path, lambda c: drop(c, "account", "resubmit"))


def test_a_move_after_the_end(tmp_path):
    more = {"id": "again", "name": "再来", "from": "done", "to": "draft"}
    assert "“已拨付”是结果，却还有动作“再来”" in changed(tmp_path, lambda c: c["moves"].append(more))


def test_money_that_nobody_gives_back(tmp_path):
    said = changed(tmp_path, lambda c: move(c, "decision", "refuse").update(effects=["notify"]))
    assert "“不予支持”时资金已预留，没有付也没有退" in said


def test_money_paid_that_was_never_decided(tmp_path):
    said = changed(tmp_path, lambda c: move(c, "decision", "grant").update(effects=["notify"]))
    assert "资金已预留时“登记拨付”要 pay。应为：commit、release" in said


def test_a_clock_that_starts_twice(tmp_path):
    said = changed(tmp_path, lambda c: move(c, "supplement", "resubmit").update(clock="start"))
    assert "时钟已中止时“提交补充材料”要 start。应为：resume、stop" in said


def test_a_clock_that_nobody_stops(tmp_path):
    said = changed(tmp_path, lambda c: move(c, "review", "withdraw").pop("clock"))
    assert "“已撤回”时时钟在走。应为：加上 clock: stop" in said


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("to", "reviw", "“reviw”没有定义。应为：步骤之一，是不是“review”？"),
        ("by", "handlr", "是不是“handler”？"),
        ("clock", "begin", "moves[2].clock"),
        ("needs", ["reasn"], "是不是“reason”？"),
        ("effects", ["reserv"], "是不是“reserve”？"),
        ("notes", "x", "不认识的键“notes”"),
    ],
)
def test_a_word_that_nobody_knows(tmp_path, key, value, said):
    assert said in changed(tmp_path, lambda c: move(c, "acceptance", "accept").update({key: value}))


def test_a_move_that_a_step_has_not():
    with pytest.raises(Refusal, match="“受理”这一步不能这样办。应为：受理、要求补正、不予受理、撤回"):
        flows()["review_then_pay"].move("acceptance", "pay")


def test_words_between_officers_that_nobody_tells_the_applicant_stay_inside():
    inside = {
        (flow.id, move.source, move.id)
        for flow in flows().values()
        for move in flow.moves
        if flow.stays_inside(move.source, move.id)
    }
    assert inside == {
        ("assessment", "consultation", "propose"),
        ("assessment", "consultation", "comment"),
        ("assessment", "consultation", "look_again"),
        ("assessment", "opinion", "look_again"),
        ("review_then_pay", "review", "propose_refusal"),
        ("review_then_pay", "refusal_decision", "reopen"),
    }
    assert not flows()["assessment"].stays_inside("consultation", "claim")
