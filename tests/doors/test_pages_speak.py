"""Every page that somebody may open speaks to people, and every link on it leads them somewhere that is open to them."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.urls import resolve, reverse
from lxml import html

from doors.lookers import LOOKERS
from doors.table import ROOMS

ENTRIES = [entry for entries in ROOMS.values() for entry in entries if not entry.api]
READERS = ["guest", "competitor", "bank", "insurer"]
"""Those from whom most is shut; what each may open is the matter of the other tests."""
MOST_ALIKE = 2
"""Links to pages of one kind that are followed from all pages together."""
FOR_PROGRAMS = {"script", "style", "template", "code", "pre", "textarea"}
RAW = {
    "Python": re.compile(r"\bNone\b|\bTrue\b|\bFalse\b|\[\]|\{\}|\{'|\['|<[A-Z]\w+[: ]|Decimal\(|datetime\."),
    "an id": re.compile(r"(?<![\w./@:=-])[a-z]{2,}(?:_[a-z]+)+(?:\.[a-z_]+)*(?![\w./@=-])"),
    "a region code": re.compile(r"(?<![\w./-])350823(?![\w/])"),
    "a template": re.compile(r"\{\{|\{%|%\(\w+\)s"),
    "two marks": re.compile(r"。。|，，|，。|；。|、。|（）|“”"),
}


@pytest.mark.parametrize("name", READERS)
def test_pages_speak_and_lead_on(name, world, db):
    wrong, followed = [], {}
    for entry in ENTRIES:
        for state, row in world.rows[entry.rows].items() if entry.rows else [("", None)]:
            path = reverse(entry.url, kwargs=dict(entry.at(world, row, state)) or None)
            page = opened(world, name, path, entry.query(world, row))
            if page is None:
                continue
            wrong += [f"{path}：{what}" for what in faults(page)]
            for link in links(page, path):
                kind = resolve(urlsplit(link).path).view_name
                alike = followed.setdefault(kind, {})
                if link not in alike and len(alike) < MOST_ALIKE:
                    alike[link] = got(world, name, link)[0].status_code
                if alike.get(link) in {403, 404, 410, 500}:
                    wrong.append(f"{path}：{link} 打不开（{alike[link]}）")
    assert not wrong, f"{LOOKERS[name][0]}：\n" + "\n".join(sorted(set(wrong)))


def got(world, name, path, query=None):
    """The answer, with whatever it changed taken back."""
    point, client = transaction.savepoint(), world.clients[name]
    cache.clear()
    cookies = dict(client.cookies)
    answer = client.get(path, query or {})
    body = answer.getvalue() if answer.status_code == 200 else b""
    client.cookies.clear()
    client.cookies.update(cookies)
    transaction.savepoint_rollback(point)
    return answer, body


def opened(world, name, path, query):
    answer, body = got(world, name, path, dict(query))
    whole = answer.status_code == 200 and "html" in answer["Content-Type"] and b"<h1" in body
    return html.fromstring(body) if whole else None


def links(page, path):
    """Addresses of the site that the page leads to."""
    for href in page.xpath("//a/@href[not(starts-with(., '#'))]"):
        parts = urlsplit(urljoin(path, href))
        if not parts.netloc and not parts.path.startswith(settings.STATIC_URL) and parts.scheme == "":
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def faults(page):
    """What a page says that nobody should have to read."""
    ids = page.xpath("//@id")
    again = sorted({one for one in ids if ids.count(one) > 1})
    if again:
        yield f"id 重复：{again}"
    text = re.sub(r"\s+", " ", " ".join(spoken(page.find("body"))))
    for what, pattern in RAW.items():
        for found in pattern.finditer(text):
            yield f"{what}：{text[max(0, found.start() - 20) : found.end() + 20]}"


def spoken(element):
    """The words on screen, piece by piece."""
    if not isinstance(element.tag, str) or element.tag in FOR_PROGRAMS:
        return
    yield element.text or ""
    for inner in element:
        yield from spoken(inner)
        yield inner.tail or ""
