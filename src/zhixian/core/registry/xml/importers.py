"""Importers of XML: one class per family, told by the root element whatever the file is called."""

from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import ClassVar

from zhixian.core.kernel.progress import Progress
from zhixian.core.kernel.refusal import Problem, Refusal
from zhixian.core.registry.staging import Stage
from zhixian.core.registry.xml import cnipa, docdb, st66, st96
from zhixian.core.registry.xml.papers import Damaged, Found, Noted, papers_of
from zhixian.core.registry.xml.reading import errors_as_refusals, is_zip, members, root_of
from zhixian.core.registry.xml.rows import Place, Sink

PROGRESS_EVERY = 1000
PEEK = 1 << 16


class XmlImporter:
    """An `Importer` for a file, a zip or a folder whose first document belongs to one family."""

    format: str
    roots: ClassVar[tuple[str, ...]]
    """Beginnings of the qualified names of the family's root elements."""
    version: int = 3
    headings = False
    """Cells are found by elements, so that one row cannot be read again from a sheet."""

    def recognises(self, path: Path, head: bytes) -> bool:
        """Whether the first document's root is of this family; for a zip or a folder that of its first XML file."""
        return _root(path, head).startswith(self.roots)

    def trouble(self, path: Path, head: bytes) -> Refusal | None:
        """Why the first document cannot be looked at: a bomb, a password, a damaged zip; None when there is no such reason."""
        try:
            _seek_root(path, head)
        except Refusal as refusal:
            return refusal
        if path.suffix.lower() != ".zip":
            return None
        first = next(members(path, []))
        outside = "，这个名称指到压缩包外面，没有照它解压" if _leads_out(first.name) else ""
        return Refusal(
            f"压缩包里的 {first.name} 不是专利或商标 XML{outside}", expected="CNIPA、EPO 或 WIPO 格式的 XML 文献"
        )

    def stage(self, path: Path, stage: Stage, *, progress: Progress) -> None:
        """Every document becomes rows or is refused. In a zip or folder a damaged file is refused alone."""
        sink = Sink(stage)
        done = 0
        with closing(papers_of(path)) as items:
            for item in items:
                match item:
                    case Found():
                        done += 1
                        sink.take(item.paper, Place(item.member or item.kind, item.ordinal, done))
                        if done % PROGRESS_EVERY == 0:
                            progress(done, None)
                    case Damaged():
                        _refuse_member(stage, item)
                    case Noted():
                        stage.report.notes.append(item.note)
        if stage.report.rows == 0:
            raise Refusal("没有读到任何文献", where=path.name, expected="CNIPA、EPO 或 WIPO 格式的 XML 文献")
        sink.finish()
        progress(done, done)


class CnipaXml(XmlImporter):
    """CNIPA publications since about 2014."""

    format = "cnipa-xml"
    roots = (cnipa.BUSINESS,)


class CnipaOldXml(XmlImporter):
    """CNIPA publications of 2007 to 2015."""

    format = "cnipa-xml-2007"
    roots = (cnipa.OLD,)


class DocdbXml(XmlImporter):
    """EPO DOCDB exchange files and OPS answers."""

    format = "docdb-xml"
    roots = (docdb.EXCHANGE, docdb.OPS)


class St96Xml(XmlImporter):
    """WIPO ST.96, of any office."""

    format = "st96-xml"
    roots = st96.NAMESPACES


class St66Xml(XmlImporter):
    """WIPO ST.66 trade marks."""

    format = "st66-xml"
    roots = (st66.NAMESPACE,)


def _root(path: Path, head: bytes) -> str:
    """Qualified name of the first document's root; empty when there is none to be seen."""
    try:
        return _seek_root(path, head)
    except (Refusal, OSError):
        return ""


def _seek_root(path: Path, head: bytes) -> str:
    """The same. Raises Refusal when something forbids to look."""
    if not path.is_dir() and not is_zip(head):
        return root_of(head) or ""
    listing = members(path, [])  # held, because a zip closes with its listing
    first = next(listing, None)
    if first is None:
        return ""
    with errors_as_refusals(), first.open() as stream:
        return root_of(stream.read(PEEK)) or ""


def _leads_out(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/"))
    return parts.is_absolute() or ".." in parts.parts


def _refuse_member(stage: Stage, member: Damaged) -> None:
    """A damaged file inside a zip or folder counts as one refused row after those that could be read."""
    name, row = member.name, member.read + 1
    reason = f"{member.why}；此前的 {member.read} 篇已读，其余未读" if member.read else member.why
    stage.report.rows += 1
    stage.refuse("rights", name, row, {"文件": name}, [Problem(name, row, "文件", "", reason)])
