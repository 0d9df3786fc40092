"""XML importers: CNIPA old and new, EPO DOCDB and OPS with legal events, WIPO ST.96 and ST.66."""

from zhixian.core.registry.xml.importers import CnipaOldXml, CnipaXml, DocdbXml, St66Xml, St96Xml, XmlImporter

__all__ = ["CnipaOldXml", "CnipaXml", "DocdbXml", "St66Xml", "St96Xml", "XmlImporter"]
