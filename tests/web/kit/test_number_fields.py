"""A number says beside its field which it takes, as the rule has it today, and refuses others."""

from django import forms

from zhixian.web.kit.numbers import Whole

LIMITS = {"most": 30}


class Asked(forms.Form):
    hours = Whole(label="小时", least=1, most=lambda: LIMITS["most"], hint="一般 24 小时")
    year = Whole(label="年度", least=2000, most=2200)


def test_the_range_stands_beside_the_field_and_in_it():
    told = str(Asked())
    assert "整数，1 至 30；一般 24 小时" in told
    assert "整数，2000 至 2200" in told
    for sign in ('min="1"', 'max="30"', 'inputmode="numeric"', 'aria-describedby="id_hours_helptext"'):
        assert sign in told


def test_the_range_is_asked_for_anew(monkeypatch):
    monkeypatch.setitem(LIMITS, "most", 48)
    assert 'max="48"' in str(Asked())
    assert Asked({"hours": "48", "year": "2020"}).is_valid()
    assert list(Asked({"hours": "49", "year": "1999"}).errors) == ["hours", "year"]
