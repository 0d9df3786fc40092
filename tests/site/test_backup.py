"""Backup and restore: everything comes back, on either database; what is damaged, foreign or in the way is refused."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from factories.figures import make_figures
from factories.matters import ANSWERS, Cast, make_dossier, write_world
from factories.people import make_person
from factories.topics import make_topic
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.registry.compare import CHANGES
from zhixian.core.registry.drafts import draft_folder
from zhixian.core.registry.folder import locked
from zhixian.site.backup import archive
from zhixian.site.backup.archive import Backup, back_up
from zhixian.web.incentives.actions import appropriate
from zhixian.web.kit.models import Entry
from zhixian.web.registry.actions import keep_changes
from zhixian.web.registry.models import Batch

pytestmark = pytest.mark.django_db(transaction=True)
PLAN = Path(__file__).parents[2] / "plans" / "shanghang"
KEY = "only-for-tests"


@pytest.fixture(autouse=True)
def _site(settings, tmp_path):
    """A site with people, dossiers in several states, their files, figures and a registry."""
    settings.TODAY = "2018-12-03"
    settings.DATA = tmp_path / "site"
    settings.MEDIA_ROOT = settings.DATA / "files"
    write_world(settings.DATA)
    cast = Cast()
    appropriate(
        purpose="pledge_interest",
        year=2018,
        amount_fen=10**10,
        document="杭财〔2018〕1号",
        by=make_person("finance", unit="finance_bureau"),
    )
    make_dossier(cast, "publicity")
    make_figures()
    make_topic(tmp_path)
    (settings.DATA / "CURRENT").touch()
    batch = Batch(pk=7)
    draft = draft_folder(settings.DATA, batch.draft)
    draft.mkdir(parents=True)
    (draft / CHANGES).write_bytes(b"what the last upload changed")
    keep_changes(batch)
    shutil.rmtree(draft)


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "a.zip"
    back_up(path)
    return path


def test_a_file_that_was_removed_meanwhile_is_told(tmp_path, monkeypatch):
    """Its row was read before: whoever restores the site must know."""
    named = archive._files_of

    def and_one_more(part):
        yield from named(part)
        if part.name == archive.FILES:
            yield part / "gone.pdf"

    monkeypatch.setattr(archive, "_files_of", and_one_more)
    kept = back_up(tmp_path / "a.zip")
    assert kept.missing == ("data/files/gone.pdf",)
    assert told(tmp_path / "a.zip")["missing"] == ["data/files/gone.pdf"]


def told(path):
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def zhixian(*arguments, env=None):
    given = {**os.environ, "ZHIXIAN_SECRET_KEY": KEY, **(env or {})}
    for name in ("ZHIXIAN_DATA", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        given.pop(name, None)
    given |= env or {}
    command = [sys.executable, "-m", "zhixian", *map(str, arguments)]
    return subprocess.run(command, env=given, capture_output=True, text=True, check=False)


def restore(path, to, *more, env=None):
    return zhixian("restore", path, "--plan", PLAN, "--data", to, *more, env=env)


def test_everything_comes_back_in_an_empty_site(saved, tmp_path):
    before = told(saved)
    assert before["tables"]["kit.entry"]["rows"] == Entry.objects.count() > 0
    assert before["tables"]["matters.material"]["rows"] > 0
    assert "data/files/registry-changes/7.parquet" in before["parts"]
    assert any(name.startswith("data/files/materials/") for name in before["parts"])
    assert any(name.startswith("data/topics/铜箔/snapshots/") for name in before["parts"])
    assert "data/topics/铜箔/applicants.csv" in before["parts"]
    assert not any(name.startswith("data/topics/铜箔/search/") for name in before["parts"])
    done = restore(saved, tmp_path / "new")
    assert done.returncode == 0, done.stderr
    again = zhixian("backup", "--plan", PLAN, "--data", tmp_path / "new", "--out", tmp_path / "b.zip")
    assert again.returncode == 0, again.stderr
    after = told(tmp_path / "b.zip")
    assert after["tables"] == before["tables"]
    assert after["head"] == before["head"]
    assert after["parts"] == before["parts"]
    private = [tmp_path / "new" / "files", *(tmp_path / "new" / "files").rglob("*")]
    assert {oct(path.stat().st_mode)[-3:] for path in private if path.is_dir()} == {"700"}
    assert {oct(path.stat().st_mode)[-3:] for path in private if path.is_file()} == {"600"}
    assert after["migrations"] == before["migrations"]
    assert zhixian("audit", "verify", "--plan", PLAN, "--data", tmp_path / "new").returncode == 0
    goes_on_counting(tmp_path / "new")
    again = restore(saved, tmp_path / "new")
    assert (again.returncode, "这里已经有数据" in again.stderr) == (1, True)


def test_what_is_sealed_stays_sealed_in_the_file(saved):
    with zipfile.ZipFile(saved) as archive:
        kept = "".join(archive.read(f"rows/{name}.jsonl").decode() for name in ("accounts.user", "matters.dossier"))
    assert "zx1:" in kept
    assert ANSWERS["bank_account"] not in kept
    assert "13800138000" not in kept


def test_a_backup_from_before_the_key_was_exchanged_is_of_this_site(saved, settings):
    settings.SECRET_KEY, settings.EARLIER_KEYS = "a new one", [KEY]
    assert Backup(saved).is_of_this_key()
    settings.EARLIER_KEYS = []
    assert not Backup(saved).is_of_this_key()


def goes_on_counting(site):
    """New rows come after those that were restored, and the record's chain goes on."""
    script = (
        "import django; django.setup()\n"
        "from zhixian.web.kit import record\n"
        "from zhixian.web.accounts.models import User\n"
        "record.write('told', 'kit.test:1', by=None); made = User.objects.create(email='neu@example.cn')\n"
        "assert User.objects.order_by('-pk').first() == made; assert not list(record.verify())\n"
    )
    env = {"ZHIXIAN_DATA": str(site), "ZHIXIAN_PLAN": str(PLAN), "ZHIXIAN_SECRET_KEY": KEY}
    env = {**os.environ, **env, "DJANGO_SETTINGS_MODULE": "zhixian.site.settings"}
    env.pop("DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="goes from one PostgreSQL database to another")
def test_from_postgresql_to_postgresql(saved, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE restored")
    try:
        url = os.environ["DATABASE_URL"].replace("/zhixian?", "/restored?")
        done = restore(saved, tmp_path / "new", env={"DATABASE_URL": url})
        assert done.returncode == 0, done.stderr
        again = zhixian(
            "backup", "--plan", PLAN, "--data", tmp_path / "new", "--out", tmp_path / "b.zip", env={"DATABASE_URL": url}
        )
        assert again.returncode == 0, again.stderr
        assert told(tmp_path / "b.zip")["parts"] == told(saved)["parts"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE restored WITH (FORCE)")


def test_the_key_must_be_the_old_site_s(saved, tmp_path):
    other = {"ZHIXIAN_SECRET_KEY": "another"}
    without = restore(saved, tmp_path / "one", env=other)
    assert (without.returncode, "密钥不是原网站的" in without.stderr) == (1, True)
    assert not (tmp_path / "one" / "CURRENT").exists()
    (tmp_path / "secret.key").write_text(KEY)
    env = {"ZHIXIAN_SECRET_KEY": ""}
    given = restore(saved, tmp_path / "two", "--key", tmp_path / "secret.key", env=env)
    assert given.returncode == 0, given.stderr
    assert (tmp_path / "two" / "secret.key").read_text() == KEY
    back_up(tmp_path / "with.zip", key=KEY)
    assert (Backup(tmp_path / "with.zip").key, Backup(saved).key) == (KEY, None)


def rewritten(path, to, change):
    """The same archive with one part changed and the manifest as it was."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(to, "w") as target:
        for name in source.namelist():
            for new_name, content in change(name, source.read(name)):
                target.writestr(new_name, content)
    return to


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda name, text: [(name, text.replace(b"2018", b"2019") if name.endswith("dossier.jsonl") else text)], "已损坏或被改动"),
        (lambda name, text: [] if name.endswith("entry.jsonl") else [(name, text)], "与清单不符"),
        (lambda name, text: [(name, text), *([("data/../../x", b"")] if name == "manifest.json" else [])], "与清单不符"),
        (lambda name, text: [(name, text.replace(b'"form": 1', b'"form": 9'))], "备份的格式是 9"),
        (lambda name, text: [(name, text)] if name != "manifest.json" else [], "不是知县的备份文件"),
    ],
)  # fmt: skip
def test_a_changed_backup_is_refused(saved, tmp_path, change, words):
    with pytest.raises(Refusal, match=words):
        Backup(rewritten(saved, tmp_path / "changed.zip", change)).prove()


def test_a_cut_backup_is_refused(saved, tmp_path):
    (tmp_path / "cut.zip").write_bytes(saved.read_bytes()[:-4000])
    with pytest.raises(Refusal, match="不是知县的备份文件"):
        Backup(tmp_path / "cut.zip")
    assert restore(tmp_path / "cut.zip", tmp_path / "new").returncode == 1
    assert not (tmp_path / "new" / "CURRENT").exists()


def test_a_backup_of_another_version_is_refused_and_leaves_the_site_empty(saved, tmp_path):
    def older(name, text):
        return [(name, text.replace(b'"kit.0001_initial"', b'"kit.0000_older"') if name == "manifest.json" else text)]

    done = restore(rewritten(saved, tmp_path / "older.zip", older), tmp_path / "new")
    assert (done.returncode, "备份来自另一版本" in done.stderr) == (1, True)
    assert not (tmp_path / "new" / "CURRENT").exists()


def test_a_record_that_does_not_hold_is_not_restored(saved, tmp_path):
    """Somebody who changes a line and the manifest with it."""
    import hashlib

    def forged(name, text):
        if name == "rows/kit.entry.jsonl":
            text = text.replace(b"submit", b"submot")
        return name, text

    parts = {}
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(tmp_path / "forged.zip", "w") as target:
        for name in source.namelist():
            if name != "manifest.json":
                _, text = forged(name, source.read(name))
                parts[name] = hashlib.sha256(text).hexdigest()
                target.writestr(name, text)
        manifest = json.loads(source.read("manifest.json")) | {"parts": parts}
        target.writestr("manifest.json", json.dumps(manifest))
    done = restore(tmp_path / "forged.zip", tmp_path / "new")
    assert (done.returncode, "操作记录前后不符" in done.stderr) == (1, True)
    assert not (tmp_path / "new" / "CURRENT").exists()
    assert zhixian("audit", "verify", "--plan", PLAN, "--data", tmp_path / "new").stdout.startswith("共 0 行")


def test_nothing_is_overwritten_and_an_import_is_waited_for(saved, settings, tmp_path):
    with pytest.raises(Refusal, match="不覆盖"):
        back_up(saved)
    with locked(settings.DATA, "导入登记数据"), pytest.raises(Refusal, match="正在导入登记数据"):
        back_up(tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()
    assert oct(saved.stat().st_mode)[-3:] == "600"
    shutil.rmtree(settings.MEDIA_ROOT)  # files that went meanwhile stop nothing
    back_up(tmp_path / "c.zip")


@pytest.mark.parametrize("key", [b"\xff\xfe", b"", b" \n"])
def test_what_is_no_key_is_refused(saved, tmp_path, key):
    (tmp_path / "wrong.key").write_bytes(key)
    done = restore(saved, tmp_path / "new", "--key", tmp_path / "wrong.key")
    assert (done.returncode, "里面不是网站密钥" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


def test_a_refused_restore_leaves_no_key(saved, tmp_path):
    (tmp_path / "cut.zip").write_bytes(saved.read_bytes()[:-4000])
    assert restore(tmp_path / "cut.zip", tmp_path / "new", env={"ZHIXIAN_SECRET_KEY": ""}).returncode == 1
    assert not (tmp_path / "new" / "secret.key").exists()


def test_parts_that_were_put_are_taken_out_when_a_later_one_fails(tmp_path, monkeypatch):
    work, site = tmp_path / "work", tmp_path / "site"
    for folder in (work / "files", site / "taken"):
        folder.mkdir(parents=True)
    (work / "files" / "a").write_text("a")
    (work / "taken").write_text("a file cannot replace a folder that is in use")
    monkeypatch.setattr(archive.shutil, "rmtree", _full_disk(archive.shutil.rmtree, site / "taken"))
    with pytest.raises(OSError, match="full"):
        archive._put_all(sorted(work.iterdir()), site)
    assert not (site / "files").exists()


def _full_disk(remove, where):
    def go(path, *more):
        if path == where:
            raise OSError("full")
        remove(path, *more)

    return go
