"""Time limits as data: what ships, what the page says of it, and what is refused."""

import re
from pathlib import Path

import pytest

from zhixian.core.kernel.refusal import Refusal
from zhixian.core.workflow.limits import TimeLimit, load_limits, statutory_limits

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "legal-clock.md"
GOOD = """limits:
  - id: decision
    name: 作出决定
    amount: "20"
    counts: working_days
    words: 自受理之日起
    source: 某法第1条
    extension: "10"
    extension_by: 负责人
    extension_source: 某法第2条
"""


def test_the_page_lists_every_limit_that_ships():
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    shipped = []
    for name, limit in statutory_limits().items():
        extension = limit.extension
        more = "" if not extension else f"＋{extension.amount}" if extension.amount else "＋不限"
        shipped.append((name, limit.name, limit.length(limit.amount) + more, limit.words, limit.source))
    assert rows == shipped


def load(folder: Path, text: str):
    path = folder / "limits.yaml"
    path.write_text(text, encoding="utf-8")
    return load_limits(path)


def test_a_limit_reads_as_written(tmp_path):
    limit = load(tmp_path, GOOD)["decision"]
    assert (limit.starts, limit.rolls, limit.length(20)) == ("next_day", "next_working_day", "20 个工作日")
    assert (limit.extension.amount, limit.extension.by) == (10, "负责人")
    assert load(tmp_path, GOOD.replace('"10"', "不限"))["decision"].extension.amount is None


@pytest.mark.parametrize(
    ("found", "replaced", "refusal"),
    [
        ('amount: "20"', 'amount: "0"', "amount：“0”"),
        ('amount: "20"', "amount: 20", "编号和数字请加引号"),
        ('amount: "20"', 'amount: "二十"', "amount：“二十”"),
        ('extension: "10"', 'extension: "1.5"', "extension：“1.5”"),
        ("working_days", "workdays", "“workdays”没有定义.*是不是“working_days”"),
        ("    source", "    starts: later\n    source", "“later”没有定义"),
        ("    source", "    rolls: back\n    source", "“back”没有定义"),
        ("    words", "    word", "words：没有写"),
        ("    extension_by: 负责人\n", "", "extension_by：没有写"),
        (
            "limits:",
            "limits:\n  - {id: decision, name: a, amount: '1', counts: years, words: b, source: c}",
            "写了两次",
        ),
    ],
)
def test_a_slip_in_a_limit_is_refused(tmp_path, found, replaced, refusal):
    assert found in GOOD
    with pytest.raises(Refusal, match=refusal):
        load(tmp_path, GOOD.replace(found, replaced))


@pytest.mark.parametrize("given", [{"amount": 0}, {"counts": "weeks"}, {"starts": "later"}, {"rolls": "back"}])
def test_a_limit_made_in_code_is_checked_too(given):
    with pytest.raises(Refusal, match="办理"):
        TimeLimit(
            **{"name": "办理", "amount": 1, "counts": "months", "words": "自受理之日起", "source": "某法"} | given
        )
