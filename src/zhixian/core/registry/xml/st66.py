"""WIPO ST.66 trade mark transactions, the predecessor of ST.96 that USPTO still sends."""

from zhixian.core.registry.xml.elements import below, child, text_of
from zhixian.core.registry.xml.paper import Paper, best_name
from zhixian.core.registry.xml.reading import Element
from zhixian.core.registry.xml.st96 import mark_kind

NAMESPACE = "{http://www.wipo.int/standards/XMLSchema/trademarks}"
MARK = f"{NAMESPACE}TradeMark"


def read_mark(mark: Element) -> Paper:
    """A trade mark; the current owner stands first among the applicants."""
    paper = Paper("mark", office=text_of(mark, "RegistrationOfficeCode"))
    paper.number = text_of(mark, "RegistrationNumber") or text_of(mark, "ApplicationNumber")
    paper.published = paper.office + paper.number
    paper.filed = text_of(mark, "ApplicationDate")
    paper.registered = text_of(mark, "RegistrationDate")
    paper.expires = text_of(mark, "ExpiryDate")
    paper.mark_kind, paper.gi = mark_kind(text_of(mark, "KindMark"))
    paper.title = text_of(mark, "WordMarkSpecification", "MarkVerbalElementText")
    paper.classes = [text_of(part, "ClassNumber") for part in below(mark, "ClassDescription")]
    applicant = child(mark, "ApplicantDetails", "Applicant")
    name = child(applicant, "ApplicantAddressBook", "FormattedNameAddress", "Name")
    paper.holder = best_name(
        [text for part in below(name, "OrganizationName", "FreeFormatNameLine") if (text := text_of(part))]
    )
    paper.address = text_of(applicant, "ApplicantAddressBook", "FormattedNameAddress", "Address")
    return paper
