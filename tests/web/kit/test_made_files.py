"""Files that are made for one answer, and keys of rows that an address names."""

import pytest

from zhixian.web.kit.lists import key_asked
from zhixian.web.kit.sending import TEXT, content_made, send_made


def test_what_is_made_for_one_answer_leaves_nothing_behind_and_is_only_kept():
    places = []

    def write(path):
        places.append(path)
        path.write_text("一行", encoding="utf-8")

    answer = send_made(write, "表 1.txt", TEXT)
    assert answer.content.decode() == "一行"
    assert "attachment" in answer["Content-Disposition"]
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert content_made(write, "表.txt").decode() == "一行"
    assert [place.suffix for place in places] == [".txt", ".txt"]
    assert not any(place.parent.exists() for place in places)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("7", 7),
        ("0", 0),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        ("", None),
        ("-1", None),
        ("1.0", None),
        ("７", None),
        ("²", None),
        ("7 ", None),
    ],
)
def test_a_key_is_a_plain_number_that_a_column_holds(said, key):
    assert key_asked(said) == key
