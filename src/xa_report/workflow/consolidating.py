"""The province's books: ranking, consolidation, receipts, one function for every action."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.appraisal import CaseKey
from xa_report.domain.form import SurveyMode
from xa_report.domain.period import Period
from xa_report.errors import UsageError, XaReportError
from xa_report.workflow.commune_book import OwnWorkbook, check_target
from xa_report.workflow.exporting import now
from xa_report.workflow.signing import Signing
from xa_report.workflow.work import Progress, silent

if TYPE_CHECKING:
    from xa_report.domain.receipt import Receipt
    from xa_report.province.books.gathering import Books
    from xa_report.province.desk import Desk

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class GivenOut:
    """A receipt that lies in the folder."""

    path: Path
    receipt: "Receipt"


@dataclass(frozen=True, slots=True)
class NotGivenOut:
    """A commune whose receipt could not be made, while the others' were."""

    unit: str
    sentence: str


def count_survey(desk: "Desk", period: Period, mode: SurveyMode) -> None:
    """Let the survey count, be left out with the rest rescaled, or wait."""
    from xa_report.province.appraisal.refreshing import refresh_all
    from xa_report.province.books.settings import set_survey

    with desk.register.write() as connection:
        set_survey(desk.register, connection, period, mode)
        refresh_all(desk, connection, period)


def gather(desk: "Desk", period: Period, clock: Clock = now) -> "Books":
    """Everything about a period; raise UsageError when nothing has come."""
    from xa_report.province.books.gathering import gather as gathered

    return gathered(desk, period, clock())


def write_ranking(books: "Books", folder: Path) -> Path:
    """Write `ranking.json`, from which anybody can compute the ranking again."""
    from xa_report.export.placing import place_all

    return place_all(_ranking(books, folder))[0]


def _ranking(books: "Books", folder: Path) -> dict[Path, bytes]:
    from xa_report.package.ranking_file.ranking_file import Basis, ranking_file_of
    from xa_report.package.ranking_file.writing import ranking_bytes

    bases = {
        one.unit.code: Basis(one.adjustments(), one.previous_manifest) for one in books.dossiers
    }
    return {folder / "ranking.json": ranking_bytes(ranking_file_of(books.all_of, bases))}


def consolidate(
    books: "Books",
    folder: Path,
    *,
    parquet: bool = False,
    clock: Clock = now,
    progress: Progress = silent,
) -> tuple[Path, ...]:
    """Write the report, the workbook, the data and the ranking of a period.

    All are made before the first is put in place. Whoever stops the work by raising from
    `progress` finds the folder as it was.
    """
    from xa_report.export.books import book_makers
    from xa_report.export.placing import place_all

    makers = (
        *book_makers(books.all_of, folder, clock, parquet),
        ("lập ranking.json", lambda: _ranking(books, folder)),
    )
    contents: dict[Path, bytes] = {}
    steps = len(makers) + 1
    for done, (what, make) in enumerate(makers):
        progress(what, done, steps)
        contents |= make()
    return place_all(contents, lambda: progress("ghi các tệp", len(makers), steps))


def fill_workbook(books: "Books", template: Path, target: Path, clock: Clock = now) -> OwnWorkbook:
    """Fill the province's own template, a row for each commune; the template stays as it is.

    Raise AnswerError with every fault by sheet and cell; nothing is written then.
    """
    from xa_report.export.placing import place_all
    from xa_report.export.workbook.filling.province_values import province_values
    from xa_report.export.workbook.filling.template import fill_template
    from xa_report.export.workbook.safe_opening import read_bytes

    check_target(template, target)
    values = province_values(books.all_of)
    filled = fill_template(read_bytes(template), values, template.name, clock())
    place_all({target: filled.content})
    return OwnWorkbook(target, filled.cells, filled.warnings)


def give_receipts(
    desk: "Desk",
    place: tuple[Period, Path],
    by: Signing,
    units: Sequence[str] = (),
    progress: Progress = silent,
) -> "Iterator[GivenOut | NotGivenOut]":
    """Sign and write the receipt of each commune; one that nothing has changed is written again."""
    from xa_report.province.register import cases

    period, folder = place
    with desk.register.read() as connection:
        known = [case.unit for case in cases.of_period(connection, period)]
    strange = [code for code in units if code not in known]
    if strange:
        raise UsageError(f"Chưa có báo cáo {period.label} của đơn vị {', '.join(strange)}.")
    wanted = list(units) or known
    for done, code in enumerate(wanted, start=1):
        try:
            made: GivenOut | NotGivenOut = _give(desk, CaseKey(code, period), folder, by)
        except XaReportError as error:
            made = NotGivenOut(code, str(error))
        progress(code, done, len(wanted))
        yield made


def _give(desk: "Desk", key: CaseKey, folder: Path, by: Signing) -> GivenOut:
    """Make the next receipt, unless the last one still says how things are."""
    from xa_report.export.placing import place_all
    from xa_report.province.appraisal.loading import load
    from xa_report.province.books import receipting
    from xa_report.province.register import blobs, receipts
    from xa_report.workflow.receipts import carried_receipt, issue_receipt

    with desk.register.read() as connection:
        found = load(desk, connection, key)
        given = receipts.issued(connection, key)
        pdf = blobs.read(connection, given[-1].sha256) if given else b""
    receipt = carried_receipt(pdf) if pdf else None
    if receipt is None or not receipting.still_true(found, receipt):
        number = receipt.number + 1 if receipt else 1
        receipt = receipting.receipt_of(found, number, by.key.holder.name, by.clock())
        pdf = issue_receipt(receipt, by)
        with desk.register.write() as connection:
            receipts.keep(desk.register, connection, (receipt, pdf), found.case)
    name = f"PHIEU_{key.unit}_{key.period}_{receipt.number}.pdf"
    return GivenOut(place_all({folder / name: pdf})[0], receipt)
