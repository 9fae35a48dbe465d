"""Changes of a report's workbook, part by part, before the chairman signs it."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator

Parts = dict[str, bytes]
PartsChange = Callable[[Parts], None]
TYPES, WORKBOOK, STYLES = "[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml"
WORKBOOK_RELS, ROOT_RELS = "xl/_rels/workbook.xml.rels", "_rels/.rels"
LINK_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def read_parts(workbook: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def forge_workbook(workbook: bytes, change: PartsChange) -> bytes:
    """Pack a changed workbook as ours is packed."""
    parts = read_parts(workbook)
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, content)
    return out.getvalue()


def replaced(part: str, pattern: str, text: str) -> PartsChange:
    """Replace the first match in a part, which must be there."""

    def change(parts: Parts) -> None:
        content, count = re.subn(pattern.encode(), text.encode(), parts[part], count=1)
        assert count == 1, (part, pattern)
        parts[part] = content

    return change


def added(name: str, content: str, kind: str) -> PartsChange:
    def change(parts: Parts) -> None:
        parts[name] = content.encode()
        override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
        parts[TYPES] = parts[TYPES].replace(b"</Types>", override.encode())

    return change


def linked(target: str, kind: str) -> PartsChange:
    def change(parts: Parts) -> None:
        link = f'<Relationship Id="rIdX" Type="{LINK_TYPE}/{kind}" Target="{target}" '
        link += 'TargetMode="External"/></Relationships>'
        parts[WORKBOOK_RELS] = parts[WORKBOOK_RELS].replace(b"</Relationships>", link.encode())

    return change


def sheet_changes(number: int) -> Iterator[tuple[str, PartsChange]]:
    """Yield changes of one sheet, with a name each."""
    part = f"xl/worksheets/sheet{number}.xml"
    yield from {
        "hidden row": replaced(part, r'<row r="2"', '<row r="2" hidden="1"'),
        "hidden column": replaced(part, "<cols><col ", '<cols><col hidden="1" '),
        "note cell": replaced(
            part, "</sheetData>",
            '<row r="900"><c r="A900" t="inlineStr"><is><t>99</t></is></c></row></sheetData>',
        ),
        "formula": replaced(
            part, "</sheetData>",
            '<row r="901"><c r="A901"><f>1+1</f><v>2</v></c></row></sheetData>',
        ),
        "command": replaced(
            part, "</sheetData>",
            "<row r=\"902\"><c r=\"A902\"><f>cmd|'/C calc'!A0</f><v>0</v></c></row></sheetData>",
        ),
        "no sheet data": replaced(part, r"<sheetData>.*</sheetData>", "<sheetData/>"),
        "colour of the tab": replaced(part, "<sheetPr>", '<sheetPr codeName="Khac">'),
        "other end": replaced(part, "</worksheet>", "<!-- 99 --></worksheet>"),
    }.items()  # fmt: skip


def cell_changes(number: int, workbook: bytes) -> Iterator[tuple[str, PartsChange]]:
    """Yield a change of value and one of style for some cells of a sheet."""
    part = f"xl/worksheets/sheet{number}.xml"
    numbers = re.findall(rb'<c r="([A-Z]+[0-9]+)" s="[0-9]+"[^>]*><v>[0-9.]+</v></c>',
                         read_parts(workbook)[part])  # fmt: skip
    for place in [each.decode() for each in numbers[:12]]:
        yield (
            f"value of {place}",
            replaced(part, rf'(<c r="{place}" s="[0-9]+"[^>]*><v>)[0-9.]+', r"\g<1>99"),
        )
        yield f"style of {place}", replaced(part, rf'(<c r="{place}" s=")[0-9]+', r"\g<1>1")


def shared_part_changes() -> Iterator[tuple[str, PartsChange]]:
    """Yield changes of the parts that all sheets share."""
    yield from {
        "format that shows 99": replaced(STYLES, 'formatCode="[^"]*"', 'formatCode="&quot;9"'),
        "white font": replaced(STYLES, "<font>", '<font><color rgb="FFFFFFFF"/>'),
        "style comment": replaced(STYLES, "</styleSheet>", "<!-- 99 --></styleSheet>"),
        "hidden sheet": replaced(WORKBOOK, 'state="visible"', 'state="hidden"'),
        "very hidden sheet": replaced(WORKBOOK, 'state="visible"', 'state="veryHidden"'),
        "sheet name": replaced(WORKBOOK, '(<sheet [^>]*name=")[^"]*', r"\g<1>Khac"),
        "defined name": replaced(
            WORKBOOK, "<definedNames>",
            '<definedNames><definedName name="khac">1</definedName>',
        ),
        "calculation": replaced(WORKBOOK, "<calcPr ", '<calcPr iterate="1" '),
        "1904": replaced(WORKBOOK, "<workbookPr", '<workbookPr date1904="1"'),
        "theme": replaced("xl/theme/theme1.xml", "Office", "Khac"),
        "title": replaced("docProps/core.xml", "</dc:title>", "x</dc:title>"),
        "program": replaced("docProps/app.xml", "</Properties>", "<Company/></Properties>"),
        "external link": linked("file:///khac.xlsx", "externalLinkPath"),
        "hyperlink": linked("https://example.org", "hyperlink"),
        "dynamic exchange": added(
            "xl/externalLinks/externalLink1.xml",
            '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<ddeLink ddeService="cmd" ddeTopic="calc"/></externalLink>',
            "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml",
        ),
        "comments": added("xl/comments1.xml", "<x/>", "application/xml"),
        "drawing": added("xl/drawings/drawing1.xml", "<x/>", "application/xml"),
        "macro": added("xl/vbaProject.bin", "x", "application/vnd.ms-office.vbaProject"),
        "custom data": added("customXml/item1.xml", "<x/>", "application/xml"),
        "printer": added("xl/printerSettings/printerSettings1.bin", "x", "application/x"),
        "second sheet part": added("xl/worksheets/sheet9.xml", "<x/>", "application/xml"),
        "connection": added("xl/connections.xml", "<x/>", "application/xml"),
    }.items()  # fmt: skip
