"""The sheet “Xếp hạng”: every commune by rank, its points, and totals that compute themselves."""

from fractions import Fraction

from openpyxl.utils import get_column_letter

from xa_report.export.roll import Entry, known, mean, ratings
from xa_report.export.workbook import styles
from xa_report.export.workbook.pen import agree, columns
from xa_report.export.workbook.places import quoted
from xa_report.export.workbook.province.sheet import FIRST, HEAD_ROW, UNIT_WIDTH, Page, averaged

SHEET = "Xếp hạng"
HEADS = columns(
    ("Hạng", 7), ("Mã", 8), ("Đơn vị", UNIT_WIDTH), ("Tự chấm", 10), ("Điểm lĩnh vực", 10),
    ("Điểm thưởng", 9), ("Điểm trừ", 8), ("Kết quả", 10), ("Điểm tối đa áp dụng", 10),
    ("Tỷ lệ (%)", 9), ("Xếp loại", 12), ("Hạng kỳ trước", 8), ("Kết quả tính lại", 10),
    ("Tỷ lệ tính lại", 9), ("Hạng tính lại", 8), ("Đối chiếu", 9),
)  # fmt: skip
RANK, RESULT, APPLICABLE, PERCENT, RATING = "A", "H", "I", "J", "K"
LIVE_RESULT, LIVE_PERCENT, LIVE_RANK, CHECK = "M", "N", "O", "P"
KEYS = 17
"""The first column of the values that break ties."""
TOTAL = ("J", "N", "P")
_PRECISE = "0.00########"


def write_ranking(page: Page) -> None:
    """One row a commune, then the totals."""
    page.titles("Xếp hạng kết quả cải cách hành chính cấp xã")
    page.pen.heads(HEAD_ROW, HEADS)
    page.pen.widths(HEADS)
    keys = page.all_of.form.tie_break
    for at, ref in enumerate(keys, start=KEYS):
        page.pen.text(f"{get_column_letter(at)}{HEAD_ROW}", _key_name(page, ref), styles.HEAD)
        page.pen.sheet.column_dimensions[get_column_letter(at)].width = 13
    for row, one in page.rows():
        _values(page, row, one)
        _live(page, row, one, len(keys))
    _totals(page, page.last + 2)
    _lowered(page, page.pen.sheet.max_row + 2)
    page.close(f"D{FIRST}", CHECK)
    page.pen.sheet.print_area = f"A1:{CHECK}{page.pen.sheet.max_row}"  # keys are for screens


def _key_name(page: Page, ref: str) -> str:
    """What breaks a tie: an area's share or an indicator."""
    form = page.all_of.form
    if ref in form.indicators:
        return f"Khi bằng nhau: {form.indicators[ref].label}"
    return f"Khi bằng nhau: tỷ lệ mục {ref}"


def _values(page: Page, row: int, one: Entry) -> None:
    pen, done = page.pen, one.standing.appraised
    page.identity(row, one)
    values = (one.standing.sent.result, done.total, done.bonus, done.penalty, done.result,
              done.applicable)  # fmt: skip
    for letter, value in zip("DEFGHI", values, strict=True):
        pen.number(f"{letter}{row}", value, page.shape)
    pen.number(f"{PERCENT}{row}", one.percent, page.shape, styles.STRONG)
    pen.text(f"{RATING}{row}", one.rating, styles.CENTRE)
    pen.number(f"L{row}", one.before.rank if one.before else None, styles.WHOLE, styles.CENTRE)


def _live(page: Page, row: int, one: Entry, keys: int) -> None:
    pen, share = page.pen, f"100*{RESULT}{row}/{APPLICABLE}{row}"
    pen.formula(f"{LIVE_RESULT}{row}", f"ROUND(E{row}+F{row}-G{row},6)", page.shape)
    pen.formula(f"{LIVE_PERCENT}{row}", f'IF({APPLICABLE}{row}=0,"",{share})', page.shape)
    values = one.placed.contestant.keys if one.placed else ()
    letters = [get_column_letter(KEYS + at) for at in range(keys)]
    for letter, value in zip(letters, (*values, *(None,) * keys), strict=False):
        pen.number(f"{letter}{row}", value, _PRECISE)
    if one.placed is None:
        pen.text(f"{LIVE_RANK}{row}", "")
        pen.check(f"{CHECK}{row}", agree(f"{RESULT}{row}", f"{LIVE_RESULT}{row}"))
        return
    pen.formula(f"{LIVE_RANK}{row}", _dense(row, letters), styles.WHOLE, styles.CENTRE)
    pairs = ((RESULT, LIVE_RESULT), (PERCENT, LIVE_PERCENT), (RANK, LIVE_RANK))
    same = ",".join(agree(f"{stored}{row}", f"{live}{row}") for stored, live in pairs)
    pen.check(f"{CHECK}{row}", f"AND({same})")


def _dense(row: int, keys: list[str]) -> str:
    """The rank above, and one more unless percent and all keys are the same."""
    if row == FIRST:
        return "1"
    above = row - 1
    same = ",".join(
        f"ROUND({letter}{row}-{letter}{above},9)=0" if letter == PERCENT
        else f"{letter}{row}={letter}{above}"
        for letter in (PERCENT, *keys)
    )  # fmt: skip
    climbs = f"{PERCENT}{row}>{PERCENT}{above}+0.000000001"
    return f'IF({climbs},"SAI",{LIVE_RANK}{above}+IF(AND({same}),0,1))'


def _totals(page: Page, row: int) -> None:
    percents = known(one.percent for one in page.roll)
    area = f"{PERCENT}{FIRST}:{PERCENT}{page.last}"
    lines: list[tuple[str, Fraction | int | None, str]] = [
        ("Trung bình tỷ lệ (%)", mean(percents), averaged(area)),
        ("Cao nhất (%)", max(percents, default=None), f'IF(COUNT({area})=0,"",MAX({area}))'),
        ("Thấp nhất (%)", min(percents, default=None), f'IF(COUNT({area})=0,"",MIN({area}))'),
        ("Số đơn vị được xếp hạng", len(percents), f"COUNT({area})"),
    ]
    bands = f"${RATING}${FIRST}:${RATING}${page.last}"
    lines += [
        (f"Số đơn vị xếp loại {name}", count, f"COUNTIF({bands},{quoted(name)})")
        for name, count in ratings(page.all_of, page.roll).items()
    ]
    for at, (label, value, live) in enumerate(lines, start=row):
        page.pen.text(f"C{at}", label, styles.AREA)
        page.total(at, TOTAL, value, live)
        if isinstance(value, int):
            for letter in TOTAL[:2]:
                page.pen.sheet[f"{letter}{at}"].number_format = styles.WHOLE


def _lowered(page: Page, row: int) -> None:
    """Who has not the rating that its percentage reaches, and why."""
    for one in page.roll:
        why = one.standing.appraised.rating.lowered
        if why:
            page.pen.text(f"C{row}", f"{one.unit.name}: {why}", styles.SUBTITLE)
            row += 1
