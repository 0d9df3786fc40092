"""A topic that another process works on says what is going on, and never speaks of an import."""

import multiprocessing
from datetime import date

import pytest

from factories.exports import write_export
from zhixian.core.registry.folder import Busy, locked
from zhixian.core.topics import making
from zhixian.core.topics.making import Recipe, decide_applicants, make_topic, refresh_topic
from zhixian.core.topics.topic import home_of, remove_topic

DAY = date(2020, 12, 31)


def _told(act, *given, **asked):
    with pytest.raises(Busy) as refused:
        act(*given, **asked)
    assert "导入" not in str(refused.value)
    return refused.value.why


@pytest.mark.parametrize("first", ["make", "refresh", "decide"])
def test_whoever_comes_second_hears_what_the_first_does(tmp_path, monkeypatch, first):
    path = write_export(tmp_path / "a.csv", {})
    heard = []

    def asked(*_given, **_asked):
        heard.append(_told(remove_topic, tmp_path, "铜箔"))

    if first != "make":
        make_topic(tmp_path, "铜箔", Recipe(DAY, paths=(path,)), made=DAY)
    monkeypatch.setattr(making, "write_list", asked)
    if first == "make":
        make_topic(tmp_path, "铜箔", Recipe(DAY, paths=(path,)), made=DAY)
    elif first == "refresh":
        refresh_topic(tmp_path, "铜箔", as_of=DAY, made=DAY)
    else:
        decide_applicants(tmp_path, "铜箔", [], made=DAY)
    words = {
        "make": "正在建立专题库“铜箔”",
        "refresh": "正在更新专题库“铜箔”",
        "decide": "正在归并专题库“铜箔”的申请人",
    }
    assert heard == [words[first]]


def _hold(home, held, go):
    with locked(home, "更新专题库“铜箔”"):
        held.set()
        go.wait(30)


def test_the_words_cross_processes_and_end_with_the_one_that_wrote_them(tmp_path):
    path = write_export(tmp_path / "a.csv", {})
    make_topic(tmp_path, "铜箔", Recipe(DAY, paths=(path,)), made=DAY)
    home = home_of(tmp_path, "铜箔")
    spawn = multiprocessing.get_context("spawn")
    held, go = spawn.Event(), spawn.Event()
    other = spawn.Process(target=_hold, args=(home, held, go))
    other.start()
    assert held.wait(30)
    assert _told(refresh_topic, tmp_path, "铜箔", as_of=DAY, made=DAY) == "正在更新专题库“铜箔”"
    other.kill()
    other.join()
    with locked(home, "归并"):
        assert _told(remove_topic, tmp_path, "铜箔") == "正在归并"
    refresh_topic(tmp_path, "铜箔", as_of=DAY, made=DAY)
