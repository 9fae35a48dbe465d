"""A template with all that openpyxl does not keep, its sheet written by hand."""

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from tests.factories.custom_templates import NOON, SHEET, parts_of, workbook_bytes
from xa_report.documents.xlsx.deterministic_save import pack_parts

HEADER = "&CUBND TỈNH A\nSỞ NỘI VỤ"
FOOTER = "Trang &P/&N\n&RMật &D"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
SHEET_PART = "xl/worksheets/sheet1.xml"
# The runs of a space and of a line end are what a careless writer loses.
_RICH = (
    "<r><rPr><b/></rPr><t>Biểu 01.</t></r>"
    '<r><rPr><sz val="11"/></rPr><t xml:space="preserve"> </t></r>'
    "<r><rPr><i/></rPr><t>Kết quả</t></r>"
    '<r><rPr><sz val="11"/></rPr><t xml:space="preserve">\n</t></r>'
    "<r><rPr><i/></rPr><t>giải quyết</t></r>"
)
_ROWS = f"""
<row r="1" spans="1:7" ht="33" customHeight="1" x14ac:dyDescent="0.3"><c r="A1" t="s"><v>0</v></c>
<c r="D1" t="inlineStr"><is>{_RICH}</is></c></row>
<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>"chữ"&amp;A2</f><v>chữ2</v></c>
<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D2" t="b"><v>1</v></c></row>
<row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4" t="s"><v>2</v></c><c r="C4"><f>B4*2</f>
<v>0</v></c>
<c r="D4"><v>7.25</v></c></row>
<row r="5"><c r="A5" t="s"><v>3</v></c><c r="B5"><f>SUM(B4:B4)</f><v>0</v></c>
<c r="D5"><f>SUM(D4:D4)+A2</f><v>9.25</v></c></row>
<row r="7"><c r="A7"><v>1</v></c><c r="B7"><f t="shared" ref="B7:B9" si="0">A7*10</f><v>10</v></c>
<c r="D7" cm="1"><f t="array" ref="D7:D9">A7:A9*2</f><v>2</v></c></row>
<row r="8"><c r="A8"><v>2</v></c><c r="B8"><f t="shared" si="0"/><v>20</v></c>
<c r="D8"><v>4</v></c></row>
<row r="9"><c r="A9"><v>3</v></c><c r="B9"><f t="shared" si="0"/><v>30</v></c>
<c r="D9"><v>6</v></c><c r="E9" t="s"><v>4</v></c></row>
"""
_BEHIND = """
<protectedRanges><protectedRange sqref="B4:B5" name="NhapSoLieu"/></protectedRanges>
<customSheetViews><customSheetView guid="{11111111-2222-3333-4444-555555555555}">
<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>
</customSheetView></customSheetViews>
<mergeCells count="1"><mergeCell ref="D1:G1"/></mergeCells>
<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>
<headerFooter><oddHeader>{header}</oddHeader><oddFooter>{footer}</oddFooter></headerFooter>
<drawing r:id="rId1"/>
<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}"
 xmlns:x14="{microsoft}/spreadsheetml/2009/9/main">
<x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="{microsoft}/excel/2006/main">
<x14:cfRule type="expression" priority="1" id="{{22222222-2222-3333-4444-555555555555}}">
<xm:f>B4&gt;'Khác'!A1</xm:f>
</x14:cfRule><xm:sqref>B4:B5</xm:sqref></x14:conditionalFormatting>
</x14:conditionalFormattings></ext></extLst>
"""
_DRAWING = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>
<xdr:from><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>6</xdr:row>
<xdr:rowOff>0</xdr:rowOff></xdr:from>
<xdr:to><xdr:col>7</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>8</xdr:row>
<xdr:rowOff>0</xdr:rowOff></xdr:to>
<xdr:sp macro="" textlink="'{SHEET}'!$B$5"><xdr:nvSpPr><xdr:cNvPr id="2" name="Hộp chữ"/>
<xdr:cNvSpPr txBox="1"/>
</xdr:nvSpPr><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:sp>
<xdr:clientData/>
</xdr:twoCellAnchor></xdr:wsDr>"""
_LABEL = """<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata">
<clbl:label id="{33333333-2222-3333-4444-555555555555}" enabled="1" method="Privileged"
 siteId=""/>
</clbl:labelList>"""
_METADATA = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<metadata xmlns="{MAIN}" xmlns:xda="{MICROSOFT}/spreadsheetml/2017/dynamicarray">
<metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" copy="1"
 pasteAll="1"
 pasteValues="1" merge="1" splitFirst="1" rowColShift="1" clearFormats="1" clearComments="1"
 assign="1"
 coerce="1" cellMeta="1"/></metadataTypes><futureMetadata name="XLDAPR" count="1"><bk><extLst>
<ext uri="{{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}}"><xda:dynamicArrayProperties fDynamic="1"
 fCollapsed="0"/></ext>
</extLst></bk></futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk>
</cellMetadata></metadata>"""
_CALC_CHAIN = f'<calcChain xmlns="{MAIN}"><c r="A2" i="1"/><c r="B5" i="1"/></calcChain>'


def rich_template(head: str, row: str, figure: str) -> bytes:
    """A workbook of two sheets; A1, A4 and B4 of the first ask for values."""
    parts = _plain_parts()
    texts = (head, row, figure, "Cộng", "hết  ")
    items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}" count="5">{items}</sst>'.encode()
    parts[SHEET_PART] = _sheet_xml().encode()
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = _relations(
        ("rId1", f"{OFFICE}/drawing", "../drawings/drawing1.xml")
    )
    parts["xl/drawings/drawing1.xml"] = _DRAWING.encode()
    parts["docMetadata/LabelInfo.xml"] = _LABEL.encode()
    parts["xl/metadata.xml"] = _METADATA.encode()
    parts["xl/calcChain.xml"] = _CALC_CHAIN.encode()
    _register(parts, "_rels/.rels", f"{MICROSOFT}/2020/02/relationships/classificationlabels",
              "docMetadata/LabelInfo.xml")  # fmt: skip
    for kind, target in (("sheetMetadata", "metadata.xml"), ("calcChain", "calcChain.xml"),
                         ("sharedStrings", "sharedStrings.xml")):  # fmt: skip
        _register(parts, "xl/_rels/workbook.xml.rels", f"{OFFICE}/{kind}", target)
    return pack_parts(parts.items(), NOON)


def _plain_parts() -> dict[str, bytes]:
    workbook = Workbook()
    workbook.active.title = SHEET
    other = workbook.create_sheet("Khác")
    other["A1"] = f"='{SHEET}'!B5"
    other["A2"] = "=2*3"
    workbook.defined_names["cong"] = DefinedName("cong", attr_text=f"'{SHEET}'!$B$5")
    parts = parts_of(workbook_bytes(workbook))
    parts.pop("xl/sharedStrings.xml", None)
    types = parts["[Content_Types].xml"]
    overrides = (
        ("docMetadata/LabelInfo.xml", "application/vnd.ms-office.classificationlabels+xml"),
        *(
            (f"xl/{name}.xml", f"application/vnd.openxmlformats-officedocument.{kind}+xml")
            for name, kind in (
                ("metadata", "spreadsheetml.sheetMetadata"),
                ("calcChain", "spreadsheetml.calcChain"),
                ("sharedStrings", "spreadsheetml.sharedStrings"),
                ("drawings/drawing1", "drawing"),
            )
            if f"/xl/{name}.xml".encode() not in types
        ),
    )
    entries = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides
    )
    parts["[Content_Types].xml"] = types.replace(b"</Types>", entries.encode() + b"</Types>")
    return parts


def _sheet_xml() -> str:
    escaped = {"header": HEADER, "footer": FOOTER}
    behind = _BEHIND.split("<headerFooter>")
    tail = f"<headerFooter>{behind[1]}".format(
        microsoft=MICROSOFT, **{key: text.replace("&", "&amp;") for key, text in escaped.items()}
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        f' mc:Ignorable="x14ac" xmlns:x14ac="{MICROSOFT}/spreadsheetml/2009/9/ac">'
        f'<dimension ref="A1:G9"/><sheetData>{_ROWS}</sheetData>{behind[0]}{tail}</worksheet>'
    )


def _relations(*relations: tuple[str, str, str]) -> bytes:
    entries = "".join(
        f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>'
        for id_, kind, target in relations
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{entries}</Relationships>'.encode()


def _register(parts: dict[str, bytes], name: str, kind: str, target: str) -> None:
    """Add a relationship, in place of one of the same kind."""
    if kind.encode() + b'"' not in parts[name]:
        entry = f'<Relationship Id="r{target[:6]}" Type="{kind}" Target="{target}"/></Rel'
        parts[name] = parts[name].replace(b"</Rel", entry.encode())
