"""The formats that can be imported, in the order in which they are asked whether a file is theirs."""

from zhixian.core.registry.staging import Importer


def under_headings() -> set[str]:
    """Formats whose cells stand under headings: one row of such a file can be read again from a sheet."""
    return {importer.format for importer in importers() if getattr(importer, "headings", True)}


def importers() -> list[Importer]:
    """One importer for each format; imported here, so that commands which only read a snapshot never load a reader."""
    from zhixian.core.registry.canonical import CanonicalImporter, ManualImporter  # noqa: PLC0415 -- slow imports
    from zhixian.core.registry.setting_aside import SetAsideImporter  # noqa: PLC0415 -- slow imports
    from zhixian.core.registry.sheets import vendor  # noqa: PLC0415 -- slow imports
    from zhixian.core.registry.xml import CnipaOldXml, CnipaXml, DocdbXml, St66Xml, St96Xml  # noqa: PLC0415 -- slow imports

    documents = [CnipaXml(), CnipaOldXml(), DocdbXml(), St96Xml(), St66Xml()]
    return [CanonicalImporter(), ManualImporter(), SetAsideImporter(), *documents, *vendor.importers()]
