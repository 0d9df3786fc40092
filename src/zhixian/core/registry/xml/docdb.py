"""EPO exchange documents (DOCDB) and Open Patent Services answers: biblio, family, legal events."""

import re
from collections.abc import Callable, Iterable, Mapping

from zhixian.core.registry.xml.elements import below, child, children, fields, name_of, text_of
from zhixian.core.registry.xml.paper import Notice, Paper, best_name, chinese, ipc
from zhixian.core.registry.xml.reading import Element

EXCHANGE = "{http://www.epo.org/exchange}"
OPS = "{http://ops.epo.org}"
DOCUMENT = f"{EXCHANGE}exchange-document"
MEMBER = f"{OPS}family-member"
_COUNTRY = re.compile(r"\[([A-Z]{2})\]$")
"""EPO writes an applicant's country after the name: `UNIV FUZHOU [CN]`."""
_DIGITS_OF_PCT = 10
"""Of the year and the number."""
_DETAIL = re.compile(r"L5[0-9][0-9]")


def read_document(document: Element) -> Paper:
    """A publication with its bibliographic data."""
    paper = Paper("patent", office=document.get("country", ""), kind_code=document.get("kind", ""))
    paper.published = f"{paper.office}{document.get('doc-number', '')}{paper.kind_code}"
    paper.published_on = document.get("date-publ", "")
    paper.family = document.get("family-id", "")
    for part in children(document, "bibliographic-data"):
        _read_parts(paper, part)
    return paper


def read_member(member: Element) -> Paper:
    """A member of a family: a publication, and the legal events of its application."""
    inner = child(member, "exchange-document")
    paper = read_document(inner) if inner is not None else Paper("patent")
    paper.family = member.get("family-id", "") or paper.family
    for element in member:
        if name_of(element) == "legal":
            paper.notices.append(_notice(element))
        else:
            _read_parts(paper, (element,))
    return paper


def _read_parts(paper: Paper, elements: Iterable[Element]) -> None:
    for element in elements:
        if read := _PARTS.get(name_of(element)):
            read(paper, element)


def _read_classes(paper: Paper, classifications: Element) -> None:
    paper.classes += [symbol for part in below(classifications, "text") if (symbol := ipc(part.text or ""))]


def _read_title(paper: Paper, title: Element) -> None:
    text = text_of(title)
    if not paper.title or (chinese(text) and not chinese(paper.title)):
        paper.title = text


def _read_publication(paper: Paper, reference: Element) -> None:
    """DOCDB says all of it in the document's attributes too; then there is nothing to look for."""
    if (paper.published_on and paper.kind_code) or reference.get("data-format", "docdb") != "docdb":
        return
    for identity in reference:
        if identity.get("document-id-type", "docdb") == "docdb":
            said = fields(identity)
            paper.office = paper.office or said.get("country", "")
            paper.kind_code = paper.kind_code or said.get("kind", "")
            paper.published = paper.published or f"{paper.office}{said.get('doc-number', '')}{paper.kind_code}"
            paper.published_on = paper.published_on or said.get("date", "")


def _read_application(paper: Paper, reference: Element) -> None:
    """The DOCDB number, which has no check digit; the original number fills in where there is no other."""
    for identity in reference:
        sort = identity.get("document-id-type") or reference.get("data-format") or "docdb"
        if paper.filed and (sort not in ("docdb", "original") or (sort == "original" and paper.number)):
            continue
        said = fields(identity)
        if sort == "docdb" or (sort == "original" and not paper.number):
            paper.number = _international(said) or _national(said) or paper.number
            paper.office = said.get("country") or paper.office
        paper.filed = paper.filed or said.get("date", "")


def _international(said: Mapping[str, str]) -> str:
    """An international application as it is written: DOCDB gives its receiving office, its digits and the kind W."""
    digits = said.get("doc-number", "")
    known = said.get("kind") == "W" and len(digits) == _DIGITS_OF_PCT and digits.isdigit()
    return f"PCT/{said.get('country', '')}{digits[:4]}/{digits[4:]}" if known else ""


def _national(said: Mapping[str, str]) -> str:
    """The number in its office, of the US with the kind of what is no regular application: designs and provisional ones count anew."""
    kind = said.get("kind", "") if said.get("country") == "US" else ""
    return said.get("doc-number", "") + ("" if kind == "A" else kind)


def _read_priorities(paper: Paper, claims: Element) -> None:
    for claim in children(claims, "priority-claim"):
        _read_priority(paper, claim)


def _read_priority(paper: Paper, claim: Element) -> None:
    said = _identity(claim)
    if said.get("doc-number"):
        told = _international(said) or said.get("country", "") + said["doc-number"]
        paper.priorities.append((told, said.get("date", "")))


def _read_cited(paper: Paper, references: Element) -> None:
    """Patents cited; of other literature there is nothing to join."""
    for patent in below(references, "patcit"):
        said = _identity(patent)
        if said.get("doc-number"):
            paper.cites.append(said.get("country", "") + said["doc-number"] + said.get("kind", ""))


def _identity(element: Element) -> dict[str, str]:
    """What the DOCDB number says, else any other."""
    identities = children(element, "document-id")
    docdb = (one for one in identities if one.get("document-id-type", "docdb") == "docdb")
    chosen = next(docdb, identities[0] if identities else None)
    return {} if chosen is None else fields(chosen)


def _read_holder(paper: Paper, parties: Element) -> None:
    """All spellings of the first applicant; the Chinese one is kept when there is one."""
    names = []
    for applicant in children(child(parties, "applicants"), "applicant"):
        if applicant.get("sequence", "1") == "1":
            said = fields(applicant)
            name = said.get("name") or said.get("applicant-name")
            if name:
                names.append(name)
                country = _COUNTRY.search(name)
                paper.country = said.get("country") or (country[1] if country else paper.country)
            paper.address = paper.address or said.get("text", "")
    paper.holder = best_name(names) or paper.holder


_PARTS: dict[str, Callable[[Paper, Element], None]] = {
    "publication-reference": _read_publication,
    "application-reference": _read_application,
    "classifications-ipcr": _read_classes,
    "invention-title": _read_title,
    "parties": _read_holder,
    "priority-claims": _read_priorities,
    "priority-claim": _read_priority,
    "references-cited": _read_cited,
}
"""How each part of the bibliographic data is read."""


def _notice(legal: Element) -> Notice:
    """A legal event: gazette day in L007, what the office says of it in L500 and after, each field with its description."""
    notice = Notice(code=legal.get("code", "").strip())
    words, said = [], []
    for element in legal.iter():
        name = name_of(element)
        text = text_of(element) if len(element) == 0 else ""
        if not text:
            continue
        if name.startswith("L007"):
            notice.gazetted = text
        elif name.startswith("L008") and not notice.code:
            notice.code = text
        elif _DETAIL.match(name):
            _read_detail(notice, element.get("desc", ""), text)
            words.append(f"{element.get('desc', name)}：{text}")
            said.append(text)
    notice.words, notice.said = "；".join(words), "；".join(said)
    return notice


def _read_detail(notice: Notice, described: str, text: str) -> None:
    described = described.lower()
    if "effective" in described:
        notice.effective = text
    elif "owner" in described and "former" not in described:
        notice.party = text
    elif "expir" in described or "extension" in described:
        notice.until = text
