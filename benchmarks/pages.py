"""Promise: lists of dossiers, public pages, a big form and a cold start are quick, on SQLite and on PostgreSQL.

Run `python benchmarks/pages.py [--rows 100000]`, or `script/with-postgres .venv/bin/python benchmarks/pages.py --rows 1000000`.
The site is served by its own server with two workers; clients are processes of their own with connections kept open.
Prints Markdown tables.
"""

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

CLIENTS = 16
UNIT = "industry_science_bureau"
FIELDS = 100
PLAN = Path(__file__).parents[1] / "plans" / "shanghang"
LISTS = [
    "/dossiers/",
    "/dossiers/?state=open",
    "/dossiers/?order=due&state=ours",
    "/dossiers/?page=5",
    "/dossiers/?q=000123",
    "/desk/",
]
PAGES = ["/", "/clauses/8/", "/clauses/18/", "/indicators/"]


def main() -> None:
    """Make the site, serve it, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--client", nargs=4, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.client:
        port, cookie, seconds, paths = args.client
        print(json.dumps(asked(int(port), cookie, float(seconds), json.loads(paths))))
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "ZHIXIAN_DATA": folder, "ZHIXIAN_PLAN": str(PLAN), "ZHIXIAN_TODAY": "2018-12-03",
            "DJANGO_SETTINGS_MODULE": "pages_settings", "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]),
        }  # fmt: skip
        sys.path.insert(0, str(Path(__file__).parent))
        handler, clerk, form = fill(args.rows)
        measure(args, handler, clerk, form)


def fill(rows: int) -> tuple[str, str, int]:
    """A site with so many dossiers, a third of them of the handler's unit. Returns (session of a handler, of a clerk, the id of the
    dossier with the big form)."""
    from zhixian.site.prepare import prepare

    prepare()
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.utils import timezone

    from zhixian.core.workflow.matter import from_plain, to_plain
    from zhixian.web.accounts.models import Organisation, Seat, User
    from zhixian.web.matters.definitions import pin, site_matters
    from zhixian.web.matters.models import Dossier, DossierUnit, PinnedDefinition

    at = timezone.now()
    organisations = [
        Organisation(kind="enterprise", name=f"合成企业{n}", credit_code=f"91350823MA{n:08d}", party=f"P{n}", confirmed_at=at)
        for n in range(2000)
    ]  # fmt: skip
    organisations = Organisation.objects.bulk_create(organisations)
    handler = User.objects.create_user("handler@example.cn", "x")
    Seat.objects.create(user=handler, role="handler", unit=UNIT)
    TOTP.activate(handler, generate_totp_secret())
    clerk = User.objects.create_user("clerk@example.cn", "x")
    Seat.objects.create(user=clerk, role="enterprise", organisation=organisations[0])
    definition = site_matters()["gi_mark"]
    pinned = pin(definition)
    units = [UNIT, "finance_bureau", "culture_broadcast_bureau"]
    steps = ["acceptance", "review", "decision", "payment", "done"]
    day = date(2018, 12, 3)
    for start in range(0, rows, 5000):
        made = [
            Dossier(
                number=f"合成〔2018〕{n:07d}号", matter="gi_mark", pinned=pinned, clause="9", step=steps[n % 5],
                outcome="done" if n % 5 == 4 else "", organisation=organisations[n % 2000], applicant=clerk, party=f"P{n % 2000}",
                subject=f"R{n}", subject_name=f"合成地理标志{n}", year=2018, answers={"product": "萝卜干"}, facts={}, award={"amount_fen": 15_000_000},
                award_fen=15_000_000, unit="" if n % 5 == 4 else units[n % 3], started_at=at, submitted_on=day - timedelta(n % 300),
                entered_on=day - timedelta(n % 60), closed_on=day - timedelta(n % 30) if n % 5 == 4 else None,
                due=None if n % 5 == 4 else day + timedelta(n % 40 - 5), changed_at=at - timedelta(seconds=n),
            )
            for n in range(start, min(start + 5000, rows))
        ]  # fmt: skip
        made = Dossier.objects.bulk_create(made)
        DossierUnit.objects.bulk_create(
            DossierUnit(dossier=row, unit=units[n % 3]) for n, row in enumerate(made, start)
        )
    plain = to_plain(definition)
    fields = plain["matter"]["fields"]
    text = next(field for field in fields if field["kind"] == "text")
    plain["matter"]["fields"] = [
        {**text, "id": f"field_{n}", "name": f"第 {n} 项", "required": False} for n in range(FIELDS)
    ]
    big = PinnedDefinition.objects.create(version="big", matter="gi_mark", content=plain, pinned_at=at)
    assert len(from_plain(plain).matter.fields) == FIELDS
    form = Dossier.objects.create(
        matter="gi_mark", pinned=big, clause="9", step=definition.flow.first, organisation=organisations[0], applicant=clerk,
        year=2018, started_at=at, entered_on=day, changed_at=at,
    )  # fmt: skip
    publish_figures()
    leave_the_night_alone()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return signed_in(handler), signed_in(clerk), form.pk


def leave_the_night_alone() -> None:
    """What runs once a day was done today: the worker would take one of the machine's cores for minutes, as it does at night."""
    from django.utils import timezone

    from zhixian.web.kit.clock import today
    from zhixian.web.kit.jobs import WORKS
    from zhixian.web.kit.models import Job

    at = timezone.now()
    Job.objects.bulk_create(
        Job(key=f"{work.name}:{today()}", name=work.name, title=work.title, arguments={}, created_at=at, due_at=at, state="done", finished_at=at)
        for work in WORKS.values() if work.daily is not None
    )  # fmt: skip


def publish_figures() -> None:
    """The sample county's figures, so that the public pages have something to show."""
    from django.conf import settings

    from zhixian.core.registry.formats import importers
    from zhixian.core.registry.importing import import_paths
    from zhixian.core.registry.snapshot import current
    from zhixian.core.sample import make
    from zhixian.web.indicators.actions import publish_figures

    manifest = make(settings.DATA / "county", plan=PLAN)
    import_paths([Path(manifest["folder"])], data=settings.DATA, importers=importers())
    publish_figures(current(settings.DATA), date(2018, 12, 3))


def signed_in(user: object) -> str:
    """A session of the person, second factor passed."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def measure(args: argparse.Namespace, handler: str, clerk: str, form: int) -> None:
    """Serve and print."""
    from django.db import connection

    print(f"{args.rows:,} dossiers on {connection.vendor}, {CLIENTS} clients, two workers\n")
    port, server, cold = serve()
    again = []
    try:
        print("| page | requests/s | p50 ms | p95 ms | KB |")
        print("|---|---:|---:|---:|---:|")
        for path in LISTS:
            print(row_of(path, load(port, handler, args.seconds, [path])))
        print(row_of("all of them by turns", load(port, handler, args.seconds, LISTS)))
        speeds = {path: load(port, "", args.seconds, [path]) for path in ["/minimal/", *PAGES]}
        print("\n| public page | requests/s | of the minimal page | p95 ms | KB |")
        print("|---|---:|---:|---:|---:|")
        for path, found in speeds.items():
            share = found["rate"] / speeds["/minimal/"]["rate"]
            print(f"| {path} | {found['rate']:.0f} | {share:.0%} | {found['p95']:.0f} | {found['size'] / 1024:.0f} |")
        print(f"\nSaving a form of {FIELDS} fields: {saving(port, clerk, form)}")
    finally:
        stop(server)
    for _ in range(3):
        port, server, seconds = serve()
        again.append(seconds)
        stop(server)
    print(f"\nStart to first answer: {cold:.2f} s the first time, then {', '.join(f'{s:.2f}' for s in again)} s")


def serve() -> tuple[int, subprocess.Popen[bytes], float]:
    """`zhixian serve` until it answers: (port, process, seconds)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "zhixian",
        "serve",
        "--plan",
        str(PLAN),
        "--data",
        os.environ["ZHIXIAN_DATA"],
        "--port",
        str(port),
        "--today",
        "2018-12-03",
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while True:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return port, server, time.perf_counter() - began
        except OSError:
            if server.poll() is not None:
                raise SystemExit("the site did not start") from None
            time.sleep(0.02)


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the site and everything it started."""
    server.send_signal(signal.SIGTERM)
    server.wait(30)


def load(port: int, cookie: str, seconds: float, paths: list[str]) -> dict[str, float]:
    """Sixteen clients ask as fast as they are answered, after a second to warm up."""
    asked(port, cookie, 1, paths)
    command = [sys.executable, __file__, "--client", str(port), cookie, str(seconds), json.dumps(paths)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def asked(port: int, cookie: str, seconds: float, paths: list[str]) -> dict[str, float]:
    """What the clients saw."""
    end = time.perf_counter() + seconds

    def client(number: int) -> list[tuple[float, int]]:
        connection, seen, turn = HTTPConnection("127.0.0.1", port, timeout=60), [], number
        while (began := time.perf_counter()) < end:
            connection.request(
                "GET", paths[turn % len(paths)], headers={"Cookie": cookie, "Accept-Encoding": "identity"}
            )
            answer = connection.getresponse()
            size = len(answer.read())
            assert answer.status == 200, (paths[turn % len(paths)], answer.status, answer.getheader("Location"))
            seen.append((time.perf_counter() - began, size))
            turn += 1
        return seen

    with ThreadPoolExecutor(CLIENTS) as pool:
        seen = [one for many in pool.map(client, range(CLIENTS)) for one in many]
    times = sorted(1000 * took for took, _ in seen)
    return {
        "rate": len(times) / seconds, "p50": statistics.median(times), "p95": times[int(len(times) * 0.95)],
        "size": statistics.mean(size for _, size in seen),
    }  # fmt: skip


def row_of(path: str, found: dict[str, float]) -> str:
    """A line of the table."""
    return f"| {path} | {found['rate']:.0f} | {found['p50']:.0f} | {found['p95']:.0f} | {found['size'] / 1024:.0f} |"


def saving(port: int, cookie: str, form: int) -> str:
    """Milliseconds to save the big form, one after the other, each time with another value in every field."""
    connection, times = HTTPConnection("127.0.0.1", port, timeout=60), []
    connection.request("GET", f"/dossiers/{form}/form/", headers={"Cookie": cookie})
    answer = connection.getresponse()
    page = answer.read().decode()
    assert answer.status == 200, answer.status
    csrf = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    cookies = f"{cookie}; " + "; ".join(
        line.split(";")[0] for name, line in answer.getheaders() if name.lower() == "set-cookie"
    )
    version = 1
    for turn in range(30):
        body = {
            "csrfmiddlewaretoken": csrf,
            "version": version,
            **{f"field_{n}": f"第 {turn} 次写的 {n}" for n in range(FIELDS)},
        }
        began = time.perf_counter()
        connection.request(
            "POST", f"/dossiers/{form}/form/save/", urlencode(body),
            {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
        answer = connection.getresponse()
        answer.read()
        times.append(1000 * (time.perf_counter() - began))
        assert answer.status in (200, 204, 302), answer.status
        version += 1
    return f"median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms"


if __name__ == "__main__":
    main()
