"""The file of a backup: a zip of JSON lines, private files and the registry, with a manifest that proves each part."""

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from zhixian import __version__
from zhixian.core.kernel.files import write_whole
from zhixian.core.kernel.refusal import Refusal
from zhixian.core.landscape.value.kept import FOLDER as VALUES
from zhixian.core.registry.folder import Busy, locked
from zhixian.core.topics.searching import FOLDER as INDEX
from zhixian.core.topics.topic import FOLDER as TOPICS
from zhixian.site.backup import rows
from zhixian.web.kit import record
from zhixian.web.kit.models import ChainHead
from zhixian.web.kit.private_files import INCOMING
from zhixian.web.kit.site_key import ring

MANIFEST = "manifest.json"
FORM = 1
"""Of the file; a later program says so when it cannot read an earlier form."""
REGISTRY = ("sources", "staged", "snapshots", "drafts", "CURRENT", TOPICS)
FILES = "files"
SIGNING_KEY = "acknowledgement.key"
"""Signs acknowledgements of reports; lies in a backup beside the secret key, or not at all."""
_PACKED = {".parquet", ".zip", ".xlsx", ".docx", ".pdf", ".png", ".jpg", ".jpeg"}
"""Not worth compressing once more."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds."""

    rows: int
    files: int
    size: int
    """Bytes of the parts as they are on the disk."""
    missing: tuple[str, ...] = ()
    """Files that were removed while the backup was written, after the rows that name them."""


def back_up(path: Path, *, key: str | None = None) -> Kept:
    """Write the site into one file. The site may go on meanwhile; an import of registry data may not.

    `key` is the site's secret key, and those before it in lines of their own, if they are to lie in the file. Raises Refusal when the file exists or cannot be written.
    """
    if path.exists():
        raise Refusal("已有这个文件，不覆盖", where=str(path), expected="新的文件名，例如带上日期")
    kept = Kept(0, 0, 0)

    def write(temporary: Path) -> None:
        nonlocal kept
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=3, allowZip64=True) as archive:
            kept = _write_parts(_Writer(archive), key)

    with ExitStack() as stack:
        try:
            stack.enter_context(locked(settings.DATA, "备份"))
            for home in sorted((settings.DATA / TOPICS).glob("*")):
                stack.enter_context(locked(home, "备份"))
        except Busy as busy:
            raise Refusal(busy.why, where=busy.where, expected="等它结束后再备份") from None
        write_whole(path, write, durable=True, mode=0o600)
    return kept


def _write_parts(writer: "_Writer", key: str | None) -> Kept:
    tables: dict[str, Any] = {}
    with rows.one_moment():
        migrations = rows.applied_migrations()
        head = ChainHead.objects.order_by("pk").values_list("number", "hash").first() or (0, record.GENESIS)
        for model in rows.tables():
            name = f"rows/{model._meta.label_lower}.jsonl"  # noqa: SLF001 -- Django's public name
            columns = rows.columns_of(model)
            tables[model._meta.label_lower] = {"columns": columns, "rows": writer.lines(name, rows.lines_of(model))}  # noqa: SLF001
    count = 0
    for part in (FILES, *REGISTRY):
        for path in _files_of(settings.DATA / part):
            writer.file(f"data/{path.relative_to(settings.DATA).as_posix()}", path)
            count += 1
    count -= len(writer.missing)
    if key is not None:
        writer.text("secret.key", key)
        if (settings.DATA / SIGNING_KEY).is_file():
            writer.text(SIGNING_KEY, (settings.DATA / SIGNING_KEY).read_text())
    manifest = {
        "form": FORM, "program": __version__, "migrations": migrations, "tables": tables, "head": list(head),
        "key": _mark_of_key(ring()[0]), "parts": writer.parts, "missing": writer.missing,
    }  # fmt: skip
    writer.text(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return Kept(sum(table["rows"] for table in tables.values()), count, writer.size, tuple(writer.missing))


def _files_of(part: Path) -> Iterator[Path]:
    if part.is_file():
        yield part
    elif part.is_dir():
        yield from sorted(
            path for path in part.rglob("*") if path.is_file() and not path.is_symlink() and not _is_made_again(path)
        )


def _is_made_again(path: Path) -> bool:
    """The index of a topic, which whoever asks it builds, and its lock; an upload that is being copied and is nobody's yet."""
    inside = path.relative_to(settings.DATA).parts
    if inside[:2] == (FILES, INCOMING):
        return True
    return inside[0] == TOPICS and (inside[2:3] in {(INDEX,), (VALUES,)} or inside[-1] == ".lock")


def _mark_of_key(key: str) -> str:
    """Tells, to who has the key, that it is this one."""
    return salted_hmac("zhixian.backup", "key", secret=key, algorithm="sha256").hexdigest()


class _Writer:
    """Adds parts and keeps the hash of each."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.parts: dict[str, str] = {}
        self.missing: list[str] = []
        self.size = 0

    def lines(self, name: str, lines: Iterator[str]) -> int:
        count = 0

        def encoded() -> Iterator[bytes]:
            nonlocal count
            for line in lines:
                count += 1
                yield line.encode()

        self._add(zipfile.ZipInfo(name), encoded(), zipfile.ZIP_DEFLATED)
        return count

    def file(self, name: str, path: Path) -> None:
        info = zipfile.ZipInfo(name)
        try:
            with path.open("rb") as file:
                packed = path.suffix.lower() in _PACKED
                self._add(info, _blocks(file), zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED)
        except FileNotFoundError:  # removed since its row was read: whoever restores the site will miss it
            self.missing.append(name)

    def text(self, name: str, text: str) -> None:
        self._add(zipfile.ZipInfo(name), iter([text.encode()]), zipfile.ZIP_DEFLATED)

    def _add(self, info: zipfile.ZipInfo, blocks: Iterator[bytes], method: int) -> None:
        digest = hashlib.sha256()
        info.compress_type = method
        with self._archive.open(info, "w", force_zip64=True) as part:
            for block in blocks:
                digest.update(block)
                part.write(block)
                self.size += len(block)
        self.parts[info.filename] = digest.hexdigest()


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block


class Backup:
    """A backup's file, proved before anything of it is used. Raises Refusal where it is damaged or of another form."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._archive = zipfile.ZipFile(path)
            self.manifest = json.loads(self._archive.read(MANIFEST))
        except (OSError, zipfile.BadZipFile, KeyError, ValueError):
            raise Refusal(
                "不是知县的备份文件，或已损坏", where=str(path), expected="zhixian backup 写出的文件"
            ) from None
        if self.manifest.get("form") != FORM:
            raise Refusal(
                f"备份的格式是 {self.manifest.get('form')}",
                where=str(path),
                expected=f"格式 {FORM}；用写出它的版本恢复",
            )

    def prove(self) -> None:
        """Read every part and compare it with the manifest."""
        found = {info.filename for info in self._archive.infolist()} - {MANIFEST}
        if found != set(self.manifest["parts"]) or len(found) + 1 != len(self._archive.infolist()):
            raise Refusal("备份里的文件与清单不符", where=str(self.path), expected="没有改动过的备份文件")
        for name, expected in self.manifest["parts"].items():
            parts = PurePosixPath(name).parts
            if ".." in parts or PurePosixPath(name).is_absolute() or "\\" in name:
                raise Refusal(
                    f"备份里有不该有的路径“{name}”", where=str(self.path), expected="zhixian backup 写出的文件"
                )
            digest = hashlib.sha256()
            try:
                with self._archive.open(name) as part:
                    for block in _blocks(part):
                        digest.update(block)
            except (zipfile.BadZipFile, OSError, EOFError):
                digest.update(b"damaged")
            if digest.hexdigest() != expected:
                raise Refusal(f"“{name}”已损坏或被改动", where=str(self.path), expected="没有改动过的备份文件")

    @property
    def key(self) -> str | None:
        """The site's secret key, if it lies in the file."""
        return self._archive.read("secret.key").decode() if "secret.key" in self.manifest["parts"] else None

    def is_of_this_key(self) -> bool:
        """Whether the site now running has the key of the one that was backed up, in use or from before."""
        return any(constant_time_compare(self.manifest["key"], _mark_of_key(key)) for key in ring())

    def restore(self) -> Kept:
        """Put everything into a prepared, empty site: all rows in one transaction, files in place before it ends.

        Raises Refusal when the site is not empty or its tables are those of another version.
        """
        refuse_inhabited()
        if (mine := rows.applied_migrations()) != self.manifest["migrations"]:
            odd = sorted(set(mine) ^ set(self.manifest["migrations"]))
            raise Refusal(
                f"备份来自另一版本（{self.manifest['program']}），表的结构不同：{'、'.join(odd[:5])}",
                where=str(self.path), expected="先装写出它的版本恢复，再升级",
            )  # fmt: skip
        with locked(settings.DATA, "恢复备份") as room, transaction.atomic():
            count = self._load_rows()
            files = self._unpack(room.work)
            self._compare_head()
            if SIGNING_KEY in self.manifest["parts"]:
                (room.work / SIGNING_KEY).write_bytes(self._archive.read(SIGNING_KEY))
                (room.work / SIGNING_KEY).chmod(0o600)
            _put_all(sorted(room.work.iterdir()), settings.DATA)
        missing = tuple(self.manifest.get("missing", ()))
        return Kept(count, files, sum(info.file_size for info in self._archive.infolist()), missing)

    def _load_rows(self) -> int:
        models = {model._meta.label_lower: model for model in rows.tables()}  # noqa: SLF001
        count = 0
        with connection.constraint_checks_disabled():
            for model in models.values():
                rows.clear(model)
            for name, table in self.manifest["tables"].items():
                with self._archive.open(f"rows/{name}.jsonl") as part:
                    count += rows.load(
                        models[name], table["columns"], io.TextIOWrapper(part, encoding="utf-8", newline="\n")
                    )
        connection.check_constraints()
        rows.go_on_counting()
        return count

    def _compare_head(self) -> None:
        """The record must hold, and end where it ended."""
        head = ChainHead.objects.order_by("pk").values_list("number", "hash").first() or (0, record.GENESIS)
        if list(head) != self.manifest["head"] or next(record.verify(), None) is not None:
            raise Refusal("备份里的操作记录前后不符", where=str(self.path), expected="没有改动过的备份文件")

    def _unpack(self, folder: Path) -> int:
        names = [name for name in self.manifest["parts"] if name.startswith("data/")]
        for name in names:
            to = folder.joinpath(*PurePosixPath(name).parts[1:])
            to.parent.mkdir(parents=True, exist_ok=True)
            with self._archive.open(name) as part, to.open("wb") as file:
                shutil.copyfileobj(part, file, _BLOCK)
            to.chmod(0o600 if name.startswith(f"data/{FILES}/") else 0o644)
        for private in (folder / FILES, *(folder / FILES).rglob("*")):
            if private.is_dir():
                private.chmod(0o700)
        return len(names)


def _put_all(parts: list[Path], folder: Path) -> None:
    """Move parts into a folder that holds none of them but empty folders; when one fails, those before it are taken out."""
    placed: list[Path] = []
    try:
        for part in parts:
            to = folder / part.name
            if to.is_dir():
                shutil.rmtree(to)
            part.replace(to)
            placed.append(to)
    except OSError:
        for part in placed:
            shutil.rmtree(part) if part.is_dir() else part.unlink(missing_ok=True)
        raise


def refuse_inhabited() -> None:
    """Raises Refusal when somebody or something is here already: a restored site never mixes with another."""
    here = [part for part in (*REGISTRY, FILES) if any(_files_of(settings.DATA / part))]
    from zhixian.web.accounts.models import User  # noqa: PLC0415 -- tables exist only once Django is set up
    from zhixian.web.kit.models import Entry  # noqa: PLC0415

    if here or User.objects.exists() or Entry.objects.exists():
        raise Refusal("这里已经有数据，不往里恢复", where=str(settings.DATA), expected="空的数据目录和空的数据库")
