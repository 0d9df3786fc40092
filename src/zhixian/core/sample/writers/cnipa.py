"""CNIPA's own publications: a zip of XML documents, those before mid-2014 in the old schema, later ones in the new."""

import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from zhixian.core.sample.model import County, Right
from zhixian.core.sample.writers.written import Written

_NEW_SCHEMA_SINCE = date(2014, 6, 1)
_STANDARD = {"invention": "10", "utility_model": "20", "design": "30"}


def write_cnipa(county: County, out: Path) -> Written:
    """Applications and grants, one document each."""
    written = Written(out / f"{county.profile.label}-CNIPA公布公告.zip")
    with zipfile.ZipFile(written.path, "w", zipfile.ZIP_DEFLATED) as archive:
        for right in county.rights:
            if "cnipa_xml" not in right.sources:
                continue
            for number, day in ((right.laid_open, right.published), (right.granted_as, right.registered)):
                if day is not None:
                    document = (
                        _new(county, right, number, day)
                        if day >= _NEW_SCHEMA_SINCE
                        else _old(county, right, number, day)
                    )
                    archive.writestr(zipfile.ZipInfo(f"{number}.XML", (2021, 7, 1, 0, 0, 0)), document)
                    written.rows += 1
    return written


def _old(county: County, right: Right, number: str, day: date) -> str:
    holders = "".join(
        f'<cn-applicant sequence="{order}"><addressbook lang="ZH"><name>{escape(party.name)}</name><address>'
        f"<text>{county.profile.postcode} {escape(party.address)}</text></address></addressbook></cn-applicant>"
        for order, party in enumerate(right.holders, 1)
    )
    classes = "".join(
        f"<classification-ipcr><text>{symbol}    (2006.01)</text></classification-ipcr>" for symbol in right.classes
    )
    inventors = "".join(
        f'<cn-inventor sequence="{order}"><name>{name}</name></cn-inventor>'
        for order, name in enumerate(right.inventors, 1)
    )
    return f"""\ufeff<?xml version="1.0" encoding="UTF-8"?>
<!-- {county.profile.label} -->
<cn-patent-document lang="ZH" country="CN">
  <cn-bibliographic-data>
    <cn-publication-reference><document-id><country>CN</country><doc-number>{number[2:-1]}</doc-number><kind>{number[-1]}</kind>\
<date>{day:%Y%m%d}</date></document-id></cn-publication-reference>
    <application-reference appl-type="发明专利"><document-id><country>CN</country><doc-number>{right.number[2:]}</doc-number>\
<date>{right.filed:%Y%m%d}</date></document-id></application-reference>
    <classifications-ipcr>{classes}</classifications-ipcr>
    <invention-title>{escape(right.title)}</invention-title>
    <cn-parties>
      <cn-applicants>{holders}</cn-applicants>
      <cn-inventors>{inventors}</cn-inventors>
    </cn-parties>
  </cn-bibliographic-data>
</cn-patent-document>
"""


def _new(county: County, right: Right, number: str, day: date) -> str:
    original = right.number[2:]
    standard = f"{_STANDARD[right.kind]}{original[:4]}{int(original[5:12]):09}" if len(original) > 10 else original
    group = "Applicant" if number.endswith("A") else "Assignee"
    holders = "".join(
        f'<business:{group} sequence="{order}" dataFormat="original"><base:AddressBook lang="zh"><base:Name>{escape(party.name)}'
        f"</base:Name><base:Address><base:Province>0</base:Province><base:PostCode>0</base:PostCode><base:Text>"
        f"{county.profile.postcode} {escape(party.address)}</base:Text></base:Address></base:AddressBook></business:{group}>"
        for order, party in enumerate(right.holders, 1)
    )
    classes = "".join(
        f'<business:ClassificationIPCR sequence="{order}"><base:Text>{symbol}    (2006.01)</base:Text></business:ClassificationIPCR>'
        for order, symbol in enumerate(right.classes, 1)
    )
    inventors = "".join(
        f'<business:Inventor sequence="{order}"><base:AddressBook lang="zh"><base:Name>{name}</base:Name></base:AddressBook>'
        "</business:Inventor>"
        for order, name in enumerate(right.inventors, 1)
    )
    references = "".join(
        f'<business:ApplicationReference applType="10" dataFormat="{form}"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>'
        f"<base:DocNumber>{value}</base:DocNumber><base:Date>{right.filed:%Y%m%d}</base:Date></base:DocumentID>"
        "</business:ApplicationReference>"
        for form, value in (("original", original), ("standard", standard))
    )
    return f"""<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!-- {county.profile.label} -->
<business:PatentDocumentAndRelated xmlns:base="http://www.sipo.gov.cn/XMLSchema/base" \
xmlns:business="http://www.sipo.gov.cn/XMLSchema/business" xsdVersion="V2.2.1" lang="zh" country="CN" docNumber="{number[2:-1]}" \
kind="{number[-1]}" datePublication="{day:%Y%m%d}">
  <business:BibliographicData>
    <business:PublicationReference dataFormat="original"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>\
<base:DocNumber>{number[2:-1]}</base:DocNumber><base:Kind>{number[-1]}</base:Kind><base:Date>{day:%Y%m%d}</base:Date>\
</base:DocumentID></business:PublicationReference>
    {references}
    <business:ClassificationIPCRDetails>{classes}</business:ClassificationIPCRDetails>
    <business:InventionTitle lang="zh">{escape(right.title)}</business:InventionTitle>
    <business:Parties>
      <business:{group}Details>{holders}</business:{group}Details>
      <business:InventorDetails>{inventors}</business:InventorDetails>
    </business:Parties>
  </business:BibliographicData>
</business:PatentDocumentAndRelated>
"""
