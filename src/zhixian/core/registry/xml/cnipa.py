"""CNIPA publications: the XML of today (business:PatentDocumentAndRelated) and of 2007 to 2015 (cn-patent-document)."""

from zhixian.core.registry.locarno import spelt_locarno
from zhixian.core.registry.xml.elements import attribute, child, children, name_of, text_of
from zhixian.core.registry.xml.paper import Paper, ipc
from zhixian.core.registry.xml.reading import Element

BUSINESS = "{http://www.sipo.gov.cn/XMLSchema/business}"
NEW = f"{BUSINESS}PatentDocumentAndRelated"
OLD = "cn-patent-document"


def read_new(document: Element) -> Paper:
    """A publication in the schema of 2014 on. Filler zeros (`0`, `00000000`) mean nothing."""
    paper = Paper("patent", office=document.get("country", ""))
    paper.kind_code = document.get("kind", "")
    paper.published = paper.office + document.get("docNumber", "") + paper.kind_code
    paper.published_on = document.get("datePublication", "")
    for part in children(document, "BibliographicData"):
        for element in part:
            _read_new_part(paper, element)
    for design in children(document, "DesignBibliographicData"):
        for element in design:
            _read_new_part(paper, element)
    return paper


def _read_new_part(paper: Paper, element: Element) -> None:
    name = name_of(element)
    if name == "ApplicationReference":
        original = element.get("dataFormat") != "standard"
        if original or not paper.number:
            paper.number = text_of(element, "DocumentID", "DocNumber")
            paper.filed = text_of(element, "DocumentID", "Date")
            paper.office = text_of(element, "DocumentID", "WIPOST3Code") or paper.office
    elif name in ("ClassificationIPCRDetails", "ClassificationIPCDetails"):
        paper.classes += [symbol for part in element if (symbol := _symbol(part)) is not None]
    elif name in ("ClassificationLocarno", "ClassificationLocarnoDetails"):
        paper.classes += [
            spelt_locarno(text) for part in element.iter("{*}MainClassification", "{*}Text") if (text := text_of(part))
        ]
    elif name in ("InventionTitle", "DesignTitle"):
        paper.title = paper.title or text_of(element)
    elif name == "Parties":
        _read_new_holder(paper, element)


def _symbol(part: Element) -> str | None:
    return ipc(text_of(part, "Text")) or ipc(
        "".join(text_of(part, n) for n in ("Section", "MainClass", "Subclass", "MainGroup"))
        + "/"
        + text_of(part, "Subgroup")
    )


def _read_new_holder(paper: Paper, parties: Element) -> None:
    """The first patentee, before grant the first applicant."""
    groups = (("AssigneeDetails", "Assignee"), ("PatenteeDetails", "Patentee"), ("ApplicantDetails", "Applicant"))
    for group, member in groups:
        first = child(parties, group, member)
        book = child(first, "AddressBook")
        name = text_of(book, "Name") or text_of(book, "OrganizationName")
        if name:
            paper.holder = name
            paper.address = text_of(book, "Address", "Text")
            country = text_of(book, "Address", "WIPOST3Code")
            paper.country = country if country.isalpha() else ""
            return


def read_old(document: Element) -> Paper:
    """A publication in the schema of 2007 to 2015."""
    bib = child(document, "cn-bibliographic-data")
    published = child(bib, "cn-publication-reference", "document-id")
    applied = child(bib, "application-reference", "document-id")
    paper = Paper("patent", office=text_of(applied, "country") or attribute(document, "country"))
    paper.number = text_of(applied, "doc-number")
    paper.filed = text_of(applied, "date")
    paper.kind_code = text_of(published, "kind")
    paper.published = text_of(published, "country") + text_of(published, "doc-number") + paper.kind_code
    paper.published_on = text_of(published, "date")
    paper.title = text_of(bib, "invention-title")
    symbols = child(bib, "classifications-ipcr")
    paper.classes = [symbol for part in children(symbols, "classification-ipcr") if (symbol := ipc(text_of(part)))]
    locarno = child(bib, "classification-locarno")
    if locarno is not None:
        paper.classes.append(spelt_locarno(text_of(locarno, "main-classification") or text_of(locarno, "text")))
    parties = child(bib, "cn-parties")
    for group, member in (
        ("cn-assignees", "cn-assignee"),
        ("cn-patentees", "cn-patentee"),
        ("cn-applicants", "cn-applicant"),
    ):
        book = child(parties, group, member, "addressbook")
        if name := text_of(book, "name") or text_of(book, "orgname"):
            paper.holder, paper.address = name, text_of(book, "address", "text") or text_of(book, "address")
            break
    return paper
