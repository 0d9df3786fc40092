"""The page of ASVS cites tests that exist and counts its lines rightly; the headers and cookies it speaks of are sent."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from packaging.requirements import Requirement

from factories.people import make_person
from zhixian.site import environment

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "reference" / "asvs.md").read_text(encoding="utf-8")
LINES = [line for line in PAGE.splitlines() if re.match(r"\| \d+\.\d+\.\d+ ", line)]
NUMBER = 259
"""Requirements of level 1 and 2 in ASVS 4.0.3, without those that it deleted."""
STANDS = ("test", "code", "n/a", "not done")


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


@cache
def functions(path):
    """Names of the tests in a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def standing(line):
    return re.match(rf"({'|'.join(STANDS)})\b", cells(line)[2])


def test_every_requirement_says_how_it_stands():
    assert [line for line in LINES if len(cells(line)) != 3 or not all(cells(line)) or not standing(line)] == []
    numbers = [cells(line)[0] for line in LINES]
    assert len(numbers) == len(set(numbers)) == NUMBER


def test_what_stands_by_a_test_names_one():
    assert [line for line in LINES if standing(line)[1] == "test" and "`tests/" not in line] == []


@pytest.mark.parametrize("cited", sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", PAGE))))
def test_every_test_that_is_cited_exists(cited):
    path, _, name = cited.partition("::")
    assert (ROOT / path).is_file()
    assert not name or name in functions(path)


def test_the_counts_at_the_top_are_those_of_the_lines():
    told = {
        words: int(number) for words, number in re.findall(r"^\| ([a-z/ ]+) \|[^|]*\| (\d+) \|$", PAGE, re.MULTILINE)
    }
    assert told == {words: sum(standing(line)[1] == words for line in LINES) for words in STANDS}


def test_every_answer_carries_the_headers(client, db):
    for address in ("/accounts/login/", "/nothing/", "/api/v1/plan", "/api/v1/nothing"):
        answer = client.get(address, headers={"Origin": "null"})
        policy = {told.strip() for told in answer["Content-Security-Policy"].split(";")}
        assert {"script-src 'self'", "frame-ancestors 'none'"} <= policy
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Content-Type"]
        assert "Access-Control-Allow-Origin" not in answer


def test_what_somebody_signed_in_sees_stays_nowhere(client, db):
    assert not client.get("/").has_header("Cache-Control")
    client.force_login(make_person())
    for address in ("/", "/notices/", "/accounts/", "/accounts/email/", "/dossiers/", "/nothing/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_a_password_has_twelve_signs():
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    validate_password("ein kaltes W")
    with pytest.raises(ValidationError, match="12"):
        validate_password("ein kaltes ")


def test_with_https_cookies_are_of_this_host_only(tmp_path):
    """A site as it is served behind a proxy that speaks HTTPS."""
    script = """
import django; django.setup()
from django.conf import settings as s
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory
guard = SecurityMiddleware(lambda request: HttpResponse())
plain = guard(RequestFactory().get("/", headers={"Host": "localhost"}))
safe = guard(RequestFactory().get("/", headers={"Host": "localhost", "X-Forwarded-Proto": "https"}))
assert (plain.status_code, plain["Location"]) == (301, "https://localhost/")
assert safe["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
assert s.SESSION_COOKIE_NAME.startswith("__Host-") and s.CSRF_COOKIE_NAME.startswith("__Host-")
assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SESSION_COOKIE_HTTPONLY
assert (s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN, s.CSRF_COOKIE_PATH, s.CSRF_COOKIE_DOMAIN) == ("/", None, "/", None)
assert (s.SESSION_COOKIE_SAMESITE, s.CSRF_COOKIE_SAMESITE, s.DEBUG) == ("Lax", "Lax", False)
"""
    env = {**os.environ, "ZHIXIAN_HTTPS": "1", "ZHIXIAN_DATA": str(tmp_path), "ZHIXIAN_PLAN": str(settings.PLAN)}
    env |= {"DJANGO_SETTINGS_MODULE": "zhixian.site.settings", "ZHIXIAN_HOSTS": "localhost"}
    env.pop("DATABASE_URL", None)
    env.pop("ZHIXIAN_DEMO", None)
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_database_on_another_machine_is_asked_as_its_address_says(monkeypatch, tmp_path):
    address = "postgresql://z:p@db.example/zhixian?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&host=10.0.0.5"
    monkeypatch.setenv("DATABASE_URL", address)
    found = environment.database(tmp_path)
    assert (found["HOST"], found["NAME"]) == ("10.0.0.5", "zhixian")
    assert found["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}


def write_bill(root, path, *, at):
    subprocess.run([root / "script" / "sbom", path], cwd=at, check=True, env={**os.environ, "PYTHON": sys.executable})


def test_the_bill_of_materials_names_every_part_and_no_host(tmp_path):
    bills = [tmp_path / name for name in ("one.json", "two.json")]
    for path in bills:
        write_bill(ROOT, path.name, at=tmp_path)
    assert not (ROOT / "one.json").exists()
    bill = json.loads(bills[0].read_text(encoding="utf-8"))
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    locked = [Requirement(line.removesuffix("\\").strip()) for line in lock if line and line[0] not in " #-"]
    named = {(part["name"], part["version"]) for part in bill["components"]}
    assert len(locked) == sum("==" in line for line in lock if not line.lstrip().startswith("#"))
    assert {(one.name, str(one.specifier)[2:]) for one in locked} <= named
    hashes = {each["content"] for part in bill["components"] for each in part["hashes"] if each["alg"] == "SHA-256"}
    assert hashes == {line.split("sha256:")[1].split()[0] for line in lock if "sha256:" in line}
    assert {"echarts", "htmx.org", "@tabler/core"} <= {name for name, _ in named}
    assert "axe-core" not in {name for name, _ in named}
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert "://" not in bills[0].read_text(encoding="utf-8")
    assert bills[0].read_bytes() == bills[1].read_bytes()


def test_a_part_with_extras_and_markers_is_named_with_its_own_hashes(tmp_path):
    for name in ("script/sbom", "pyproject.toml", "package-lock.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    one, two, three = ("1" * 64, "2" * 64, "3" * 64)
    (tmp_path / "requirements.lock").write_text(
        f"Some_Part[crypto,speed]==1.2.post1 \\\n    --hash=sha256:{one} \\\n    --hash=sha256:{two}\n    # via nobody\n"
        f"other==3.0 ; python_version < '4' \\\n    --hash=sha256:{three}\n",
        encoding="utf-8",
    )
    write_bill(tmp_path, tmp_path / "bill.json", at=tmp_path)
    parts = json.loads((tmp_path / "bill.json").read_text(encoding="utf-8"))["components"]
    assert {part["purl"]: [each["content"] for each in part["hashes"]] for part in parts if "pypi" in part["purl"]} == {
        "pkg:pypi/some-part@1.2.post1": [one, two],
        "pkg:pypi/other@3.0": [three],
    }
