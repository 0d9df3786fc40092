"""Promise: the page of the search of rights comes with its facets within 100 ms (95th of a hundred) at a million rights.

    .venv/bin/python benchmarks/rights_page.py [--rows 1000000] [--times 60] [--dir FOLDER]

One reader of a unit asks through every layer of the site but the network: session, doors, search, template. Prints a Markdown table, of each
sort of question the milliseconds by the clock and, in brackets, of the processor, which say more where others use the machine too.
"""

import argparse
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

import search_data as data
from pages import PLAN, signed_in

AS_OF = date(2026, 6, 30)
UNIT = "industry_science_bureau"


def main() -> None:
    """Build the index, sign a handler in, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--dir", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.dir) as folder:
        os.environ |= {
            "ZHIXIAN_DATA": folder, "ZHIXIAN_PLAN": str(PLAN), "ZHIXIAN_TODAY": AS_OF.isoformat(),
            "DJANGO_SETTINGS_MODULE": "zhixian.site.settings",
        }  # fmt: skip
        cookie = site(Path(folder) / "index", args.rows)
        print(f"{args.rows:,} rights; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
        print("| question | p50 ms | p95 ms | KB |\n|---|---:|---:|---:|")
        for sort, texts in asked(args.times).items():
            print(measured(sort, texts, cookie), flush=True)


def site(place: Path, rows: int) -> str:
    """A site whose search of rights asks an index of so many; the session of a handler."""
    from zhixian.site.prepare import prepare

    prepare()
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.utils import timezone

    from search import indexed
    from zhixian.web.accounts.models import Seat, User
    from zhixian.web.registry import rights
    from zhixian.web.registry.models import IndexEdition

    searchable, _ = indexed(place, rows)
    rights._of = lambda _edition: searchable  # noqa: SLF001 -- the registry behind it is not what is measured
    IndexEdition.objects.create(snapshot=searchable.snapshot, as_of=AS_OF, built_at=timezone.now(), current=True)
    handler = User.objects.create_user("handler@example.cn", "x")
    Seat.objects.create(user=handler, role="handler", unit=UNIT)
    TOTP.activate(handler, generate_totp_secret())
    return signed_in(handler)


def asked(times: int) -> dict[str, list[str]]:
    """Questions by sort, as they stand behind the address."""
    questions = {sort: [f"名称:({text})" for text in texts] for sort, texts in data.questions(times).items()}
    questions["everything"] = [""] * times
    found = {sort: [urlencode({"q": text}) for text in texts] for sort, texts in questions.items()}
    found["everything, narrowed to a kind"] = [urlencode({"q": "", "kind": "invention"})] * times
    found["very common word, page 20"] = [urlencode({"q": "名称:方法", "page": 20})] * times
    return found


def measured(sort: str, texts: list[str], cookie: str) -> str:
    """A line of the table; the first answer is not counted."""
    from django.test import Client

    client = Client(headers={"Cookie": cookie, "Host": "127.0.0.1"})
    took, busy, sizes = [], [], []
    for text in [texts[0], *texts]:
        began, began_busy = time.perf_counter(), time.process_time()
        answer = client.get(f"/rights/?{text}", secure=False)
        took.append(1000 * (time.perf_counter() - began))
        busy.append(1000 * (time.process_time() - began_busy))
        sizes.append(len(answer.content))
        assert answer.status_code == 200, (answer.status_code, answer.headers.get("Location"))
        assert b"rights-total" in answer.content, sort
    middle, last = (f"{part(took[1:]):.0f} ({part(busy[1:]):.0f})" for part in (median, _p95))
    return f"| {sort} | {middle} | {last} | {median(sizes) / 1024:.0f} |"


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
