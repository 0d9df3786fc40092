"""WIPO ST.96: patent publications, trade marks, designs and geographical indications, as any office may send them."""

from zhixian.core.registry.locarno import spelt_locarno
from zhixian.core.registry.xml.elements import attribute, below, child, children, text_of
from zhixian.core.registry.xml.paper import Paper, best_name, chinese, ipc
from zhixian.core.registry.xml.reading import Element

_BASE = "{http://www.wipo.int/standards/XMLSchema/ST96/"
PATENT = f"{_BASE}Patent}}PatentPublication"
MARK = f"{_BASE}Trademark}}Trademark"
DESIGN = f"{_BASE}Design}}DesignApplication"
INDICATION = f"{_BASE}GeographicalIndication}}GIApplication"
NAMESPACES = tuple(f"{_BASE}{part}}}" for part in ("Patent", "Trademark", "Design", "GeographicalIndication"))


def read_patent(document: Element) -> Paper:
    """A publication of a patent application or patent."""
    bib = child(document, "BibliographicData")
    publication = child(bib, "PatentPublicationIdentification")
    application = child(bib, "ApplicationIdentification")
    paper = Paper("patent", office=text_of(application, "IPOfficeCode") or text_of(document, "IPOfficeCode"))
    paper.number = text_of(application, "ApplicationNumber", "ApplicationNumberText")
    paper.filed = text_of(application, "FilingDate")
    paper.kind_code = text_of(publication, "PatentDocumentKindCode")
    paper.published = paper.office + text_of(publication, "PublicationNumber") + paper.kind_code
    paper.published_on = text_of(publication, "PublicationDate")
    titles = [text_of(title) for title in below(child(bib, "InventionTitleBag"), "InventionTitle")]
    paper.title = next((title for title in titles if chinese(title)), titles[0] if titles else "")
    for symbol in below(child(bib, "PatentClassificationBag", "IPCRClassificationBag"), "IPCRClassification"):
        whole = "".join(text_of(symbol, name) for name in ("Section", "Class", "Subclass", "MainGroup"))
        if (normal := ipc(f"{whole}/{text_of(symbol, 'Subgroup')}")) is not None:
            paper.classes.append(normal)
    parties = child(bib, "PartyBag")
    _read_holder(paper, parties if parties is not None else bib, ("Assignee", "Applicant"))
    return paper


def read_mark(mark: Element) -> Paper:
    """A trade mark application or registration."""
    paper = Paper("mark", office=_office(mark))
    paper.number = text_of(mark, "RegistrationNumber") or text_of(mark, "ApplicationNumber", "ApplicationNumberText")
    paper.published = paper.office + paper.number
    paper.filed = text_of(mark, "ApplicationDate")
    paper.registered = text_of(mark, "RegistrationDate")
    paper.expires = text_of(mark, "ExpiryDate")
    paper.title = next((text for word in below(mark, "MarkVerbalElementText") if (text := text_of(word))), "")
    paper.mark_kind, paper.gi = mark_kind(text_of(mark, "MarkCategory"))
    bag = child(mark, "GoodsServicesBag")
    for part in below(bag, "GoodsServicesClassification"):
        if text_of(part, "ClassificationKindCode") in ("Nice", "Primary", ""):
            paper.classes.append(text_of(part, "ClassNumber"))
    if not any(paper.classes):
        paper.classes = [text_of(part) for part in below(bag, "ClassNumber")]
    _read_holder(paper, mark, ("Applicant",))
    return paper


def mark_kind(category: str) -> tuple[str, bool]:
    """(kind, gi) of a mark by the standard's word for it: collective, certification, or plain."""
    word = category.lower()
    gi = "geographical" in word
    if "collective" in word:
        return "collective_mark", gi
    if "certification" in word or "guarantee" in word:
        return "certification_mark", gi
    return "trademark", gi


def read_design(document: Element) -> Paper:
    """A design application with its registered designs. Similar designs of one Chinese application are one right."""
    paper = Paper("patent", office=_office(document), design=True)
    paper.number = text_of(document, "ApplicationNumber", "ApplicationNumberText")
    paper.published = paper.office + paper.number
    paper.filed = text_of(document, "ApplicationDate")
    design = child(document, "DesignBag", "Design")
    paper.filed = paper.filed or text_of(design, "ApplicationDate")
    paper.registered = text_of(design, "RegistrationDate")
    paper.expires = text_of(design, "ExpiryDate")
    paper.title = text_of(design, "DesignTitleText")
    locarno = child(design, "DesignClassificationBag", "LocarnoClassificationBag")
    paper.classes = [
        spelt_locarno(text) for part in below(locarno, "LocarnoClassificationText") if (text := text_of(part))
    ]
    _read_holder(paper, document, ("Applicant",))
    if not paper.holder:
        _read_holder(paper, design, ("Applicant",))
    return paper


def read_indication(document: Element) -> Paper:
    """A geographical indication of a product."""
    data = child(document, "GIData")
    paper = Paper("gi_product", office=attribute(data, "officeCode") if data is not None else "", gi=True)
    paper.number = text_of(data, "RegistrationNumber") or text_of(data, "ApplicationNumber", "ApplicationNumberText")
    paper.published = paper.office + paper.number
    paper.filed = text_of(data, "ApplicationDate")
    paper.registered = text_of(data, "RegistrationDate")
    paper.expires = text_of(data, "ExpiryDate")
    paper.title = text_of(data, "GINameBag", "GINameText")
    paper.classes = [text_of(part) for part in below(child(data, "ProductIndicationBag"), "ClassNumber")]
    _read_holder(paper, document, ("Applicant",))
    return paper


def _office(element: Element) -> str:
    return text_of(element, "RegistrationOfficeCode") or text_of(element, "ApplicationNumber", "IPOfficeCode")


def _read_holder(paper: Paper, parties: Element | None, members: tuple[str, ...]) -> None:
    """The party with the lowest number of the first kind present. In marks the latest owner has the highest."""
    for member in members:
        found = list(children(child(parties, f"{member}Bag"), member))
        if not found:
            continue
        chosen = max(found, key=_order) if paper.sort == "mark" else min(found, key=_order)
        names = [text_of(part) for part in below(chosen, "EntityName", "OrganizationStandardName", "PersonFullName")]
        if not names:
            names = ["".join(text_of(part) for part in below(chosen, "LastName", "FirstName"))]
        paper.holder = best_name([name for name in names if name])
        paper.address = " ".join(text for part in below(chosen, "PostalAddress") if (text := text_of(part)))
        return


def _order(party: Element) -> int:
    number = attribute(party, "sequenceNumber")
    return int(number) if number.isdecimal() else 0
