"""A large source is read in a process of its own: what comes of it is the same, and what goes wrong there is told here."""

import os
import signal
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from factories import xml_samples as samples
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.xml import papers
from zhixian.core.registry.xml.papers import Damaged, Found, Noted, papers_of, read_here


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small a source is, it is read apart; on a machine of one core too."""
    monkeypatch.setattr(papers, "APART_FROM", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def documents(count: int) -> str:
    return samples.docdb(*(samples.exchange(published=f"{102_000_000 + order}") for order in range(count)))


def test_both_ways_give_the_same_papers(tmp_path: Path, apart: None) -> None:
    del apart
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.xml", documents(1_203))
        packed.writestr("b.xml", documents(2)[:-40])
        packed.writestr("c.xml", samples.docdb(samples.family("甲", samples.legal("PLDC"))))
        packed.writestr("d.xml", "<nothing/>")
        packed.writestr("e.txt", "x")
    there = list(papers_of(path))
    assert there == list(read_here(path))
    assert [type(item) for item in there[1_203:]].count(Damaged) == 1
    assert sum(isinstance(item, Found) for item in there) > 1_203
    assert [item.note for item in there if isinstance(item, Noted)] == [
        "d.xml 里没有可导入的文献",
        "另有 1 个文件不是 .xml，没有读取",
    ]
    assert any(item.paper.notices for item in there if isinstance(item, Found))


def test_a_refusal_there_is_a_refusal_here(tmp_path: Path, apart: None) -> None:
    del apart
    path = tmp_path / "cut.xml"
    path.write_text(documents(700)[:-40], encoding="utf-8")
    with pytest.raises(Refusal) as there:
        list(papers_of(path))
    with pytest.raises(Refusal) as here:
        list(read_here(path))
    assert str(there.value) == str(here.value)
    assert "cut.xml" in str(there.value)


def test_a_process_that_dies_is_told(tmp_path: Path, apart: None, monkeypatch: pytest.MonkeyPatch) -> None:
    del apart
    path = tmp_path / "many.xml"
    path.write_text(documents(5), encoding="utf-8")
    dying = f"import os; os.kill(os.getpid(), {signal.SIGKILL})"
    monkeypatch.setattr(papers, "_SERVE", dying)
    with pytest.raises(Refusal, match="中断") as told:
        list(papers_of(path))
    assert told.value.where == "many.xml"


def test_no_process_stays_behind(tmp_path: Path, apart: None) -> None:
    del apart
    path = tmp_path / "many.xml"
    path.write_text(documents(3_000), encoding="utf-8")
    with closing(papers_of(path)) as items:
        assert isinstance(next(items), Found)
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    commands = [Path(f"/proc/{child}/cmdline").read_bytes() for child in children]
    assert not [command for command in commands if b"many.xml" in command]
