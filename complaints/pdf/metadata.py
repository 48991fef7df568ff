"""The metadata that makes a PDF/A-3a file a PDF/UA-1 file as well.

WeasyPrint writes one variant. PDF/UA-1 asks for `pdfuaid:part` in the metadata, and PDF/A asks that every property
outside its own list be described by an extension schema (ISO 19005-3, 6.6.2.3; ISO 14289-1, 5): these two blocks are
that, and fixed.
"""

from __future__ import annotations

from typing import Any, Final

from weasyprint.pdf.metadata import DocumentMetadata

UA_1: Final = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""
END: Final = b"</rdf:RDF>"


class ArchiveAndAccess(DocumentMetadata):
    """WeasyPrint's metadata with the PDF/UA-1 blocks inside the same RDF element: readers look at the first only."""

    @classmethod
    def of(cls, metadata: Any) -> ArchiveAndAccess:
        own = cls()
        own.__dict__.update(metadata.__dict__)
        return own

    def generate_rdf_metadata(self, *variant: Any) -> bytes:
        rdf: bytes = super().generate_rdf_metadata(*variant)
        head, end, _ = rdf.rpartition(END)
        if not end:
            raise ValueError("the metadata has another form than this version of WeasyPrint writes")
        return head + UA_1
