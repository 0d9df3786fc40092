"""Every law and article that data cite stands in the page of laws."""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import zhixian.core
from zhixian.core.kernel.numerals import read_numeral

CORE = Path(zhixian.core.__file__).parent
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "laws.md"
KEYS = (
    "legal_basis",
    "remedies",
    "source",
    "basis",
    "extension_source",
    "publicity_source",
    "repair_source",
    "told",
    "sources",
)
ARTICLES = re.compile(r"(?:[、和至，]?第[0-9一二三四五六七八九十百]+条(?:之[一二三])?(?:第[一二三四五六]款)?)+")
ONE = re.compile(r"第([0-9一二三四五六七八九十百]+)条")
NUMBERS = (
    re.compile(r"〔\d{4}〕\d+号"),
    re.compile(r"公告\d{4}年第\d+号"),
    re.compile(r"(?:公告|令)第\d+号"),
)
CONTINUES = ("条", "款", "起", "以前", "修正", "、")
"""What stands before an article of the law that was named last."""


def rows() -> Iterator[tuple[list[str], set[int]]]:
    """Names of each row of the tables with the articles it tells."""
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 6 and cells[0] != "law":
            listed = re.sub(r"\b\d{4}(?: and \d{4})?:", "", cells[2])
            told = {int(one) for one in re.findall(r"\d+", listed)}
            for first, last in re.findall(r"(\d+)–(\d+)", listed):
                told |= set(range(int(first), int(last) + 1))
            yield [name.strip() for name in cells[0].split(";")], told


TOLD = {name: told for names, told in rows() for name in names}


def texts(content: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(content, dict):
        for name, value in content.items():
            yield from texts(value, "remedies" if (key, name) == ("remedies", "words") else name)
    elif isinstance(content, list):
        for value in content:
            yield from texts(value, key)
    elif isinstance(content, str) and key in KEYS:
        yield key, content


def cited() -> Iterator[tuple[str, str, str]]:
    for path in sorted(CORE.rglob("*.yaml")):
        for key, text in texts(yaml.safe_load(path.read_text("utf-8"))):
            yield path.name, key, text
    with (CORE / "registry" / "event_codes.csv").open(encoding="utf-8") as lines:
        yield from (("event_codes.csv", "note", cell) for row in csv.reader(lines) for cell in row)


CITED = list(cited())
LAW_IDS = {
    one["id"]: one["name"]
    for one in yaml.safe_load((CORE / "disclosure/data/penalties.yaml").read_text("utf-8"))["laws"]
}


def faults(text: str) -> list[str]:
    """What of a text the page does not tell."""
    found, law = [], ""
    for match in ARTICLES.finditer(text):
        before = text[: match.start()].rstrip("》 ,\n")
        bare = re.sub(r"(?:（[^（）]*）)+$", "", before)
        named = max((name for name in TOLD if bare.endswith(name)), key=len, default="")
        if not named and not bare.endswith(CONTINUES):
            found.append(f"{bare[-20:]}{match.group()}")
            continue
        law = named or law
        missing = [one for one in ONE.findall(match.group()) if read_numeral(one) not in TOLD.get(law, ())]
        found += [f"{law}第{one}条" for one in missing]
    page = PAGE.read_text("utf-8")
    return found + [one for pattern in NUMBERS for one in pattern.findall(text) if one not in page]


@pytest.mark.parametrize(("file", "text"), sorted({(file, text) for file, _, text in CITED}))
def test_every_law_and_article_that_data_cite_stands_in_the_page(file, text):
    words = re.sub(r"^([a-z]+_\d{4})", lambda found: LAW_IDS.get(found.group(), found.group()), text)
    assert faults(words.replace("参照", "")) == []


@pytest.mark.parametrize("text", sorted({text for _, key, text in CITED if key == "legal_basis"}))
def test_every_legal_basis_begins_with_a_law_of_the_page(text):
    assert any(text.startswith(name) for name in TOLD), text


def test_every_law_that_code_names_with_an_article_stands_in_the_page():
    source = CORE.parent
    told = {
        (path.relative_to(source).as_posix(), fault)
        for path in source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "法" in node.value
        for fault in faults(node.value.replace("（2012年修正、2017年修正）", ""))
        if re.search(r"[法例则定程典]第", fault)
    }
    assert told == set()


def test_a_law_an_article_or_a_number_that_the_page_does_not_tell_is_found():
    assert faults("某某管理办法第3条") == ["某某管理办法第3条"]
    assert faults("人民调解法第28条至第34条") == ["人民调解法第34条"]
    assert faults("商标法第五十七条（2027-01-01起第九十九条）") == ["商标法第九十九条"]
    assert faults("财税〔2099〕1号") == ["〔2099〕1号"]
    assert faults("没有名字的第3条") == ["没有名字的第3条"]
    assert faults("商标法第57条、第61条，2027-01-01起第72条、第75条（侵犯）") == []


def test_every_law_stands_once():
    names = [name for row, _ in rows() for name in row]
    assert len(names) == len(set(names)) > 50
