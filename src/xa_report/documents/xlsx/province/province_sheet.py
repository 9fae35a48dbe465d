"""The common frame of all sheets of the province's workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from openpyxl.utils import get_column_letter

from xa_report.documents.ranked_communes import ComparedCommune
from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.sheet_writer import CellNumber, SheetWriter, points_agree_formula
from xa_report.domain.province.consolidation import Consolidation

HEAD_ROW = 4
FIRST_ROW = HEAD_ROW + 1
UNIT_WIDTH = 24


@dataclass(frozen=True, slots=True)
class TotalColumns:
    """The letters of the columns of a total: stored value, live formula, their comparison."""

    stored: str
    live: str
    check: str

    @property
    def numbers(self) -> tuple[str, str]:
        """The two columns that hold numbers."""
        return self.stored, self.live


@dataclass(frozen=True, slots=True)
class ProvinceSheet:
    """A sheet with the consolidation that it shows."""

    writer: SheetWriter
    consolidation: Consolidation
    communes: Sequence[ComparedCommune]
    """The communes in the order of their ranks."""

    @property
    def shape(self) -> str:
        """The number format of points and percentages."""
        return cell_styles.decimal_format(self.consolidation.form.decimals)

    @property
    def last(self) -> int:
        """The last of the rows with one commune each."""
        return HEAD_ROW + max(1, len(self.communes))

    def rows(self) -> Iterator[tuple[int, ComparedCommune]]:
        """Return the row number of each commune, for sheets with one row a commune."""
        return enumerate(self.communes, start=FIRST_ROW)

    def write_titles(self, title: str) -> None:
        """Write the title, and province, period and agency below it."""
        all_of = self.consolidation
        subtitle = f"{all_of.province.name} · {all_of.period.label} · {all_of.agency} tổng hợp"
        self.writer.write_titles(title, subtitle)

    def write_identity(self, row: int, commune: ComparedCommune) -> None:
        """Write rank, code and name in the first three columns."""
        self.writer.number(f"A{row}", commune.rank, cell_styles.WHOLE_FORMAT, cell_styles.CENTRE)
        self.writer.text(f"B{row}", commune.unit.code, cell_styles.CENTRE)
        self.writer.text(f"C{row}", commune.unit.name)

    def write_total(
        self, row: int, columns: TotalColumns, value: CellNumber | None, live: str
    ) -> None:
        """Write a stored total, the formula that must give the same, and their comparison."""
        stored, again = f"{columns.stored}{row}", f"{columns.live}{row}"
        self.writer.number(stored, value, self.shape, cell_styles.STRONG)
        self.writer.formula(again, live, self.shape)
        self.writer.write_check(
            f"{columns.check}{row}",
            f'IF({stored}="",{again}="",{points_agree_formula(stored, again)})',
        )

    def finish(self, freeze: str, check: str = "") -> None:
        """Set up rows, heads and paper; mark the cells of column `check` that say LỆCH."""
        if check:
            self.writer.mark_differences(f"{check}{HEAD_ROW}:{check}{self.writer.sheet.max_row}")
        self.writer.finish_page(HEAD_ROW, freeze)

    def print_across_pages(self, columns: str) -> None:
        """Print a wide sheet over several pages side by side, the first columns on each."""
        sheet = self.writer.sheet
        sheet.sheet_properties.pageSetUpPr.fitToPage = False
        sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = None
        # Fitted to one page, a hundred columns would be illegible.
        sheet.page_setup.scale = 70
        sheet.print_title_cols = columns


def commune_column_letters(first: int, count: int) -> list[str]:
    """Return the letters of one column a commune."""
    return [get_column_letter(number) for number in range(first, first + count)]


def mean_formula(area: str) -> str:
    """Return the mean of a range as a formula; empty when it has no number."""
    return f'IF(COUNT({area})=0,"",AVERAGE({area}))'


def as_whole_number(value: Fraction | int | None) -> Fraction | int | None:
    """Return a whole fraction as int, anything else unchanged."""
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return value
