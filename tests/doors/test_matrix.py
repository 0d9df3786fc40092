"""Role × unit × state × door: everybody before every address of the site, reading and writing, held to the table.

A new address without a line in `table.py` fails here, and so does a line whose address is gone.
"""

from contextlib import contextmanager
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from doors.entry import ELSEWHERE, FACTOR, IN_, NONE, REFUSED, SIGN_IN, of
from doors.lookers import LOOKERS
from doors.page import PAGE, page
from doors.table import NOT_DOORS, ROOMS

ENTRIES = [entry for entries in ROOMS.values() for entry in entries]
PASSING = ("django_session", "kit_cache", "usersessions_")
"""Tables in which a browser leaves its traces whatever it asks. Removing some is an act all the same."""


def addresses(resolver=None, prefix=""):
    """Every address of the site: its pattern and the name of its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.name


def test_every_address_has_a_line():
    known = {entry.url for entry in ENTRIES}
    new = [
        f"{address}（{name}）"
        for address, name in addresses()
        if name not in known and not any(address.startswith(start) for start in NOT_DOORS)
    ]
    assert not new, "tests/doors/table.py 里没有这些地址，请写明谁能进、谁能看到哪一行：\n" + "\n".join(new)


def test_every_line_has_an_address():
    names = {name for _, name in addresses()}
    gone = [entry.url for entry in ENTRIES if entry.url not in names]
    assert not gone, "这些地址已经没有了，请从 tests/doors/table.py 删去：" + "、".join(gone)
    for start in NOT_DOORS:
        assert any(address.startswith(start) for address, _ in addresses()), start


def test_the_page_for_readers_says_what_the_table_says():
    assert PAGE.read_text(encoding="utf-8") == page(), "请运行 script/visibility，重新写出 docs/reference/visibility.md"


def name_of(entry):
    """How a test is called."""
    return f"{entry.url}-{entry.kind}"


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if not (entry.api and entry.sends)], ids=name_of)
def test_everybody_before_the_door(entry, world, db):
    """Asks as everybody, in every state: comes in or not as the table says, and whoever does not leaves nothing behind."""
    wrong, only_sent = [], False
    for state, row in states(entry, world):
        if only_sent:
            break  # it is asked before anything is looked up; the test below sends in every state
        for name in LOOKERS:
            found, content, written = ask(entry, world, row, state, name)
            only_sent |= bool(entry.sends) and found == "no method"
            expected = entry.outcome(name, state)
            if found != expected and not (found == "no method" and entry.sends):
                wrong.append(f"{label(name)}，{state or '—'}：应为 {expected}，实为 {found}")
            if expected != IN_ and written:
                wrong.append(f"{label(name)}，{state or '—'}：没有进去，却写下了 {written}")
            if found == IN_ and entry.lists:
                wrong += misplaced(entry, world, name, content, state)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry.sends], ids=name_of)
def test_everybody_writing(entry, world, db):
    """Sends what works for those who may: they change something, and everybody else changes nothing at all."""
    wrong = []
    for state, row in states(entry, world):
        for name in LOOKERS:
            found, _, written = ask(entry, world, row, state, name, sent=True)
            expected = entry.outcome(name, state)
            if found != expected:
                wrong.append(f"{label(name)}，{state or '—'}：应为 {expected}，实为 {found}")
            if bool(written) != entry.changes(name, state):
                may = "应能办成" if entry.changes(name, state) else "不应改动"
                wrong.append(f"{label(name)}，{state or '—'}：{may}，写下了 {written or '什么也没有'}")
    assert not wrong, "\n".join(wrong)


def test_every_notice_leads_its_reader_to_something_they_may_see(world, db):
    from zhixian.web.kit.models import Notice

    known = {person.pk: name for name, person in world.people.items()}
    told = [(known[notice.user_id], notice) for notice in Notice.objects.filter(user__in=known).exclude(link="")]
    notices = [(name, notice) for name, notice in told if name != "unproven"]
    assert notices
    for name, notice in notices:
        answer = world.clients[name].get(notice.link)
        assert answer.status_code == 200, (name, notice.title, notice.link)


def states(entry, world):
    """The rows that the door leads to, by their state."""
    return world.rows[entry.rows].items() if entry.rows else [("", None)]


def label(name):
    """Who, in words."""
    return f"{LOOKERS[name][0]}（{name}）"


def ask(entry, world, row, state, name, *, sent=False):
    """What happens, what is shown, and which tables were written; all of it taken back."""
    point = transaction.savepoint()
    cache.clear()
    path = reverse(entry.url, kwargs=dict(entry.at(world, row, state)) or None)
    token = world.tokens.get(name) if entry.api else None
    client = world.clients["guest" if entry.api else name]
    given = {"headers": {"Authorization": f"Bearer {token}"}} if token else {}
    cookies = dict(client.cookies)
    content = entry.sends(world, row, state) if sent else dict(entry.query(world, row))
    with writing() as written:
        if sent and entry.api and "file" not in content:
            answer = getattr(client, entry.method)(path, content, content_type="application/json", **given)
        elif sent:
            answer = client.post(path, content, query_params=dict(entry.query(world, row)), **given)
        else:
            answer = client.get(path, content, **given)
        text = shown(answer.getvalue())
    client.cookies.clear()
    client.cookies.update(cookies)
    transaction.savepoint_rollback(point)
    if any(table.startswith("navigation_") for table in written):
        world.put_topics_back()
    if entry.api:
        beside_the_note(written, sent=sent and answer.status_code != 401)
    return outcome(answer, entry), text, sorted(set(written))


def shown(content):
    """The text of an answer; of a document in a zip that of its parts."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as parts:
        return "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


def beside_the_note(written, *, sent):
    """Leave out what the use of a token leaves behind whatever comes of it: its time, and a line when something is sent."""
    written[:] = [table for table in written if table != "accounts_apitoken"]
    for table in ("kit_entry", "kit_chainhead") if sent else ():
        if table in written:
            written.remove(table)


def outcome(answer, entry):
    """The answer as one of the table's words."""
    match answer.status_code:
        case 401:
            return SIGN_IN
        case 403:
            return REFUSED
        case 404 | 410:
            return NONE
        case 405:
            return "no method"
        case 302 if answer["Location"].startswith("/accounts/login/"):
            return SIGN_IN
        case 302 if answer["Location"].startswith("/accounts/second-factor/"):
            return FACTOR
        case 302 if entry.otherwise == ELSEWHERE and answer["Location"] in ELSEWHERES:
            return ELSEWHERE
        case status if status < 500:
            return IN_
    return f"status {answer.status_code}"


ELSEWHERES = {"/report/follow/", "/accounts/tokens/"}


@contextmanager
def writing():
    """Which tables are written to meanwhile, and not rolled back within."""
    written, points = [], {}

    def watch(execute, sql, params, many, context):
        words = sql.replace('"', " ").split()
        verb = words[0].upper()
        if verb in {"INSERT", "UPDATE", "DELETE"}:
            table = words[1] if verb == "UPDATE" else words[2]
            if verb == "DELETE" or not table.startswith(PASSING):
                written.append(table)
        elif verb == "SAVEPOINT":
            points[words[1]] = len(written)
        elif verb == "ROLLBACK":
            del written[points[words[-1]] :]
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


def misplaced(entry, world, name, content, asked):
    """Rows that a list shows to somebody who does not see them, or keeps from somebody who does."""
    wrong = []
    for state, row in world.rows[entry.lists].items():
        if entry.lists == entry.rows and state != asked:
            continue
        sees, shown = entry.sees is None or name in of(entry.sees, state), entry.mark(row) in content
        if sees != shown:
            wrong.append(f"{label(name)}：列表{'里没有' if sees else '里有'}“{state}”的那一行")
    return wrong
