"""Minimal documents in the shape of each family, as texts with places to fill."""

CNIPA_NEW = """<?xml version="1.0" encoding="utf-8"?>
<business:PatentDocumentAndRelated xmlns:base="http://www.sipo.gov.cn/XMLSchema/base"
 xmlns:business="http://www.sipo.gov.cn/XMLSchema/business" country="CN" docNumber="{published}" kind="{kind}"
 datePublication="{day}">
 <business:BibliographicData>
  <business:ApplicationReference applType="10" dataFormat="standard">
   <base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>{standard}</base:DocNumber>
    <base:Date>{filed}</base:Date></base:DocumentID>
  </business:ApplicationReference>
  <business:ApplicationReference applType="10" dataFormat="original">
   <base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>{number}</base:DocNumber>
    <base:Date>{filed}</base:Date></base:DocumentID>
  </business:ApplicationReference>
  <business:ClassificationIPCRDetails>
   <business:ClassificationIPCR><base:Text>A23L   27/50    (2016.01)</base:Text></business:ClassificationIPCR>
   <business:ClassificationIPCR><business:Section>C</business:Section><business:MainClass>12</business:MainClass>
    <business:Subclass>J</business:Subclass><business:MainGroup>1</business:MainGroup>
    <business:Subgroup>04</business:Subgroup></business:ClassificationIPCR>
  </business:ClassificationIPCRDetails>
  <business:InventionTitle lang="zh">一种{title}的制备方法</business:InventionTitle>
  <business:Parties>
   <business:ApplicantDetails><business:Applicant sequence="1">
    <base:AddressBook><base:Name>甲（上杭）食品有限公司</base:Name>
     <base:Address><base:Text>364200 福建省龙岩市上杭县临江镇一号</base:Text></base:Address></base:AddressBook>
   </business:Applicant><business:Applicant sequence="2">
    <base:AddressBook><base:Name>乙大学</base:Name></base:AddressBook></business:Applicant></business:ApplicantDetails>
   {assignee}
  </business:Parties>
 </business:BibliographicData>
 <business:Description><base:Paragraphs>正文</base:Paragraphs></business:Description>
</business:PatentDocumentAndRelated>
"""
CNIPA_NEW_DEFAULTS = {
    "published": "113781974", "kind": "A", "day": "20211210", "standard": "102021001286633", "number": "202111286633.X",
    "filed": "20211101", "title": "酱油", "assignee": "",
}  # fmt: skip


def cnipa_new(**values: str) -> str:
    return CNIPA_NEW.format(**{**CNIPA_NEW_DEFAULTS, **values})


def cnipa_old(*, number: str = "201410408762.5", kind: str = "A", day: str = "20141224", doctype: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
{doctype}<?xml-stylesheet type="text/xsl" href="/x.xsl"?>
<cn-patent-document lang="ZH" country="CN"><cn-bibliographic-data>
 <cn-publication-reference><document-id><country>CN</country><doc-number>104223352</doc-number><kind>{kind}</kind>
  <date>{day}</date></document-id></cn-publication-reference>
 <application-reference appl-type="发明专利"><document-id><country>CN</country><doc-number>{number}</doc-number>
  <date>20140819</date></document-id></application-reference>
 <classifications-ipcr><classification-ipcr><text>A24B   15/18    (2006.01)</text></classification-ipcr>
  </classifications-ipcr>
 <invention-title>一种香料&hellip;及其应用</invention-title>
 <cn-parties><cn-applicants><cn-applicant sequence="1"><addressbook><name>丙工业公司</name>
  <address><text>650231 云南省昆明市五华区一号</text></address></addressbook></cn-applicant></cn-applicants></cn-parties>
</cn-bibliographic-data></cn-patent-document>
"""


def exchange(country: str = "CN", number: str = "201210106458", published: str = "102622450", **more: str) -> str:
    """One DOCDB exchange document; the namespace is declared on the wrapper."""
    kind, day = more.get("kind", "A"), more.get("day", "20120801")
    return f"""<exch:exchange-document country="{country}" doc-number="{published}" kind="{kind}" date-publ="{day}">
 <exch:bibliographic-data>
  <exch:publication-reference data-format="docdb"><document-id><country>{country}</country>
   <doc-number>{published}</doc-number><kind>{kind}</kind><date>{day}</date></document-id></exch:publication-reference>
  <exch:classifications-ipcr><classification-ipcr sequence="1"><text>A61M  31/    00            A I</text>
   </classification-ipcr><classification-ipcr sequence="2"><text>G06F  17/30            A I</text></classification-ipcr>
  </exch:classifications-ipcr>
  <exch:application-reference data-format="docdb"><document-id><country>{country}</country>
   <doc-number>{number}</doc-number><kind>A</kind><date>{more.get("filed", "20120412")}</date></document-id>
  </exch:application-reference>
  <exch:application-reference data-format="epodoc"><document-id><doc-number>{country}{number}</doc-number></document-id>
  </exch:application-reference>
  <exch:parties><exch:applicants>
   <exch:applicant sequence="1" data-format="docdb"><exch:applicant-name><name>DING UNIV [CN]</name></exch:applicant-name>
   </exch:applicant>
   <exch:applicant sequence="1" data-format="docdba"><exch:applicant-name><name>丁大学</name></exch:applicant-name>
   </exch:applicant>
   <exch:applicant sequence="2" data-format="docdb"><exch:applicant-name><name>WU CO</name></exch:applicant-name>
   </exch:applicant></exch:applicants></exch:parties>
  <exch:invention-title lang="en">Device</exch:invention-title><exch:invention-title lang="zh">一种装置</exch:invention-title>
 </exch:bibliographic-data></exch:exchange-document>
"""


def docdb(*documents: str) -> str:
    inside = "".join(documents)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<exch:exchange-documents xmlns:exch="http://www.epo.org/exchange">{inside}</exch:exchange-documents>
"""


def legal(code: str, gazetted: str = "2018-05-01", *details: tuple[str, str]) -> str:
    fields = "".join(f'<ops:L5{10 + i}EP desc="{d}">{t}</ops:L5{10 + i}EP>' for i, (d, t) in enumerate(details))
    return f"""<ops:legal code="{code:4}" desc="…" infl="+"><ops:pre line="1">CN</ops:pre>
 <ops:L001EP desc="Country Code">CN</ops:L001EP><ops:L007EP desc="Gazette DATE">{gazetted}</ops:L007EP>
 <ops:L008EP desc="Legal Event Code 1">{code}</ops:L008EP><ops:L500EP>{fields}</ops:L500EP></ops:legal>"""


def family(
    *events: str, kind: str = "B", day: str = "20151104", country: str = "CN", number: str = "201210106458"
) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ops:world-patent-data xmlns="http://www.epo.org/exchange" xmlns:ops="http://ops.epo.org">
 <ops:patent-family legal="true"><ops:family-member family-id="1">
  <publication-reference><document-id document-id-type="docdb"><country>{country}</country><doc-number>102622450</doc-number>
   <kind>{kind}</kind><date>{day}</date></document-id><document-id document-id-type="epodoc">
   <doc-number>{country}102622450</doc-number></document-id></publication-reference>
  <application-reference doc-id="1"><document-id document-id-type="docdb"><country>{country}</country>
   <doc-number>{number}</doc-number><kind>A</kind><date>20120412</date></document-id></application-reference>
  {"".join(events)}
 </ops:family-member></ops:patent-family></ops:world-patent-data>
"""


ST96 = "http://www.wipo.int/standards/XMLSchema/ST96/"


def st96_mark(
    *, office: str = "CN", category: str = "Trademark", classes: tuple[str, ...] = ("031",), more: str = ""
) -> str:
    nice = "".join(
        f"""<tmk:GoodsServicesClassification><tmk:ClassificationKindCode>Nice</tmk:ClassificationKindCode>
     <tmk:ClassNumber>{c}</tmk:ClassNumber></tmk:GoodsServicesClassification>"""
        for c in classes
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<tmk:TrademarkApplication xmlns:tmk="{ST96}Trademark" xmlns:com="{ST96}Common"><tmk:TrademarkBag><tmk:Trademark>
 <com:RegistrationOfficeCode>{office}</com:RegistrationOfficeCode>
 <com:ApplicationNumber><com:IPOfficeCode>{office}</com:IPOfficeCode>
  <com:ApplicationNumberText>12345678</com:ApplicationNumberText></com:ApplicationNumber>
 <com:RegistrationNumber>12345678</com:RegistrationNumber><com:ApplicationDate>2016-05-12</com:ApplicationDate>
 <com:RegistrationDate>2017-03-28-05:00</com:RegistrationDate>{more}
 <tmk:MarkCategory>{category}</tmk:MarkCategory>
 <tmk:MarkRepresentation><tmk:MarkReproduction><tmk:WordMarkSpecification>
  <tmk:MarkVerbalElementText>上杭槐猪</tmk:MarkVerbalElementText></tmk:WordMarkSpecification></tmk:MarkReproduction>
 </tmk:MarkRepresentation>
 <tmk:GoodsServicesBag><tmk:GoodsServices><tmk:GoodsServicesClassificationBag>{nice}</tmk:GoodsServicesClassificationBag>
 </tmk:GoodsServices></tmk:GoodsServicesBag>
 <tmk:ApplicantBag>
  <tmk:Applicant com:sequenceNumber="10"><com:Contact><com:Name><com:EntityName>前手公司</com:EntityName></com:Name>
  </com:Contact></tmk:Applicant>
  <tmk:Applicant com:sequenceNumber="20"><com:Contact><com:Name><com:EntityName>上杭县槐猪协会</com:EntityName></com:Name>
  </com:Contact></tmk:Applicant></tmk:ApplicantBag>
</tmk:Trademark></tmk:TrademarkBag></tmk:TrademarkApplication>
"""


def st96_indication(office: str = "CN") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<gin:GIApplication xmlns:gin="{ST96}GeographicalIndication" xmlns:tmk="{ST96}Trademark" xmlns:com="{ST96}Common">
 <gin:GIData com:officeCode="{office}"><com:RegistrationNumber>AGI01234</com:RegistrationNumber>
  <com:ApplicationDate>2015-03-19</com:ApplicationDate><com:RegistrationDate>2016-03-19</com:RegistrationDate>
  <gin:GINameBag><gin:GINameText>上杭萝卜干</gin:GINameText></gin:GINameBag>
  <gin:ProductIndicationBag><tmk:GoodsServices><tmk:ClassNumber>029</tmk:ClassNumber></tmk:GoodsServices>
  </gin:ProductIndicationBag></gin:GIData>
 <gin:ApplicantBag><gin:Applicant><com:Contact><com:Name><com:OrganizationName>
  <com:OrganizationStandardName>上杭县萝卜干协会</com:OrganizationStandardName></com:OrganizationName></com:Name></com:Contact>
 </gin:Applicant></gin:ApplicantBag></gin:GIApplication>
"""


def st96_design(office: str = "CN") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<dgn:DesignApplication xmlns:dgn="{ST96}Design" xmlns:com="{ST96}Common">
 <com:RegistrationOfficeCode>{office}</com:RegistrationOfficeCode>
 <com:ApplicationNumber><com:IPOfficeCode>{office}</com:IPOfficeCode>
  <com:ApplicationNumberText>202130123456</com:ApplicationNumberText></com:ApplicationNumber>
 <com:ApplicationDate>2021-06-01</com:ApplicationDate>
 <dgn:DesignBag><dgn:Design><com:RegistrationDate>2021-12-01</com:RegistrationDate>
  <dgn:DesignTitleText>椅</dgn:DesignTitleText><com:DesignClassificationBag><com:LocarnoClassificationBag>
  <com:LocarnoClassificationText>06-01</com:LocarnoClassificationText></com:LocarnoClassificationBag>
  </com:DesignClassificationBag></dgn:Design></dgn:DesignBag>
 <dgn:ApplicantBag><dgn:Applicant com:sequenceNumber="001"><com:Contact><com:Name><com:EntityName>己木业公司</com:EntityName>
 </com:Name></com:Contact></dgn:Applicant></dgn:ApplicantBag></dgn:DesignApplication>
"""


def st96_patent(office: str = "CN") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<pat:PatentPublication xmlns:pat="{ST96}Patent" xmlns:com="{ST96}Common"><com:IPOfficeCode>{office}</com:IPOfficeCode>
 <pat:BibliographicData><pat:PatentPublicationIdentification><pat:PublicationNumber>104223352</pat:PublicationNumber>
  <com:PatentDocumentKindCode>B</com:PatentDocumentKindCode><com:PublicationDate>2016-05-04</com:PublicationDate>
 </pat:PatentPublicationIdentification><pat:ApplicationIdentification><com:IPOfficeCode>{office}</com:IPOfficeCode>
  <com:ApplicationNumber><com:ApplicationNumberText>2014104087625</com:ApplicationNumberText></com:ApplicationNumber>
  <pat:FilingDate>2014-08-19</pat:FilingDate></pat:ApplicationIdentification>
 <pat:PatentClassificationBag><pat:IPCRClassificationBag><pat:IPCRClassification><pat:Section>H</pat:Section>
  <pat:Class>01</pat:Class><pat:Subclass>L</pat:Subclass><pat:MainGroup>21</pat:MainGroup><pat:Subgroup>302</pat:Subgroup>
 </pat:IPCRClassification></pat:IPCRClassificationBag></pat:PatentClassificationBag>
 <pat:InventionTitleBag><pat:InventionTitle>Method</pat:InventionTitle><pat:InventionTitle>方法</pat:InventionTitle>
 </pat:InventionTitleBag>
 <pat:PartyBag><pat:ApplicantBag><pat:Applicant com:sequenceNumber="001"><com:PublicationContact><com:Name>
  <com:EntityName>庚研究院</com:EntityName></com:Name></com:PublicationContact></pat:Applicant></pat:ApplicantBag>
 </pat:PartyBag></pat:BibliographicData></pat:PatentPublication>
"""


def st66(office: str = "CN") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Transaction xmlns="http://www.wipo.int/standards/XMLSchema/trademarks"><TradeMarkTransactionBody><TradeMarkDetails>
 <TradeMark><RegistrationOfficeCode>{office}</RegistrationOfficeCode><ApplicationNumber>7654321</ApplicationNumber>
  <ApplicationDate>2000-04-03-04:00</ApplicationDate><RegistrationNumber>7654321</RegistrationNumber>
  <RegistrationDate>2003-05-06-04:00</RegistrationDate><KindMark>Collective mark</KindMark>
  <WordMarkSpecification><MarkVerbalElementText>古田</MarkVerbalElementText></WordMarkSpecification>
  <GoodsServicesDetails><GoodsServices><ClassDescriptionDetails><ClassDescription><ClassNumber>009</ClassNumber>
  </ClassDescription></ClassDescriptionDetails></GoodsServices></GoodsServicesDetails>
  <ApplicantDetails><Applicant><ApplicantAddressBook><FormattedNameAddress><Name><FreeFormatName><FreeFormatNameDetails>
   <FreeFormatNameLine>辛公司</FreeFormatNameLine></FreeFormatNameDetails></FreeFormatName></Name></FormattedNameAddress>
  </ApplicantAddressBook></Applicant></ApplicantDetails></TradeMark>
</TradeMarkDetails></TradeMarkTransactionBody></Transaction>
"""
