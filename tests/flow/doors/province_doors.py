"""The doors of a province's register: its verbs, a survey's cell, the appraiser's workbook."""

import csv
import re
import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from click.testing import CliRunner
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.factories.proven_submissions import take_as_proven
from tests.factories.registers import create_empty_register, examine_unsigned
from tests.factories.typed_texts import DEFINITIONS, ITEMS, STORED, YEAR
from tests.flow.doors.commune_doors import BY_COMMUNE
from tests.flow.doors.door import DoorResult, StoreState
from xa_report.cli.province.province_group import province as province_group
from xa_report.documents.xlsx.answer_template.cells import read_text
from xa_report.domain.province.appraisal import CaseKey
from xa_report.domain.report import Report
from xa_report.province.appraisal.case import load_case_detail
from xa_report.province.database.appraisal import province_values_of_period
from xa_report.province.intake.import_file import import_examined_file
from xa_report.workflow.province import queries
from xa_report.workflow.province.register_setup import open_register

POINTS, FIGURES, SURVEY = "Điểm thẩm định", "Số liệu", "Kết quả điều tra"


def create_answered_register(folder: Path) -> tuple[Path, Sequence[str]]:
    """A register in which two communes have sent; their codes come along."""
    path = folder / "tinh.xaprov"
    register = create_empty_register(path, DEFINITIONS)
    units = queries.list_communes(register)[:2]
    for unit in units:
        sent = Report(unit, YEAR, DEFINITIONS.form.sha256, answers=STORED)
        import_examined_file(register, examine_unsigned(sent, DEFINITIONS, folder))
    take_as_proven(register)
    return path, [unit.code for unit in units]


class RegisterDoor:
    """A command on a copy of the register."""

    targets: tuple[str, ...]

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.original, (self.unit, self.other) = create_answered_register(folder)
        self.path = folder / "dang-dung.xaprov"

    def restore(self) -> None:
        shutil.copyfile(self.original, self.path)

    def run(self, name: str, *words: object) -> DoorResult:
        """Run a command; what it printed is shown, or the sentence with which it refused."""
        texts = [name, self.path, "--period", YEAR, *words]
        done = CliRunner().invoke(province_group, [str(text) for text in texts])
        assert isinstance(done.exception, SystemExit | None), done.exc_info
        return DoorResult(None, done.stderr) if done.exit_code else DoorResult(done.stdout)

    def state(self) -> StoreState:
        """Read entries, figures of the province and reports."""
        register = open_register(str(self.path), who="thử")
        with register.database.read() as connection:
            cases = {
                unit: load_case_detail(register, connection, CaseKey(unit, YEAR))
                for unit in (self.unit, self.other)
            }
            provided = province_values_of_period(connection, YEAR)
        values = {
            **{entry.ref: entry.value for entry in cases[self.unit].entries},
            **{ref: value.value for ref, value in provided.get(self.unit, {}).items()},
            **{f"province {ref}": value.value for ref, value in provided.get("", {}).items()},
        }
        others = (
            cases[self.other].entries, provided.get(self.other),
            [(case.report, case.explanations) for case in cases.values()],
        )  # fmt: skip
        return StoreState({r: v for r, v in values.items() if v is not None}, others)


def told(result: DoorResult, pattern: str) -> DoorResult:
    """Return the value within what a command printed."""
    if result.shown is None:
        return result
    match = re.search(pattern, result.shown, re.DOTALL)
    return DoorResult(match[1] if match else "")


class FigureDoor(RegisterDoor):
    """`province figure`."""

    targets = BY_COMMUNE

    def enter(self, target: str, text: str) -> DoorResult:
        done = self.run("figure", self.unit, target, text, "--reason", "T01")
        return told(done, r": đã ghi (.*); kết quả nay là")

    def cell_names(self, target: str) -> tuple[str, ...]:
        return (ITEMS[target].label,)


class OwnFigureDoor(RegisterDoor):
    """`province value`: a figure of the province itself."""

    targets = tuple(f"province {ref}" for ref in ITEMS)

    def enter(self, target: str, text: str) -> DoorResult:
        return told(self.run("value", target.split()[1], text), r"Đã ghi [^:]*: (.*)\.\n")

    def cell_names(self, target: str) -> tuple[str, ...]:
        return (ITEMS[target.split()[1]].label,)


class PointsDoor(RegisterDoor):
    """`province points`."""

    targets: tuple[str, ...] = ("1.1", "1.2", "2.2")

    def enter(self, target: str, text: str) -> DoorResult:
        done = self.run("points", self.unit, target, text, "--reason", "T01")
        if done.shown is not None and text == "-":
            return DoorResult("")
        return told(done, r": ([^ ]*)/[0-9]+ điểm\.")

    def cell_names(self, target: str) -> tuple[str, ...]:
        return (target,)


class SurveyDoor(RegisterDoor):
    """A cell of a survey's table, as text between semicolons or in a workbook."""

    targets: tuple[str, ...] = ("hai_long", "2.2")

    def __init__(self, folder: Path, *, is_workbook: bool) -> None:
        super().__init__(folder)
        self.is_workbook = is_workbook
        self.restore()
        self.template = folder / "khao-sat.xlsx"
        self.run("survey", "--template", self.template)

    def enter(self, target: str, text: str) -> DoorResult:
        done = self.run("survey", self._filled(target, text))
        if done.shown is None:
            return done
        again = self.folder / "lai.xlsx"
        self.run("survey", "--template", again)
        return DoorResult(self._cell_text(again, target))

    def cell_names(self, target: str) -> tuple[str, ...]:
        if self.is_workbook:
            return (f"Trang “{SURVEY}”, ô {self._coordinate(target)}",)
        return (f"Dòng 2, cột “{target}”",)

    def _filled(self, target: str, text: str) -> Path:
        if self.is_workbook:
            path = self.folder / "a.xlsx"
            workbook = load_workbook(self.template)
            put_text(workbook[SURVEY], self._coordinate(target), text)
            workbook.save(path)
            return path
        path = self.folder / "a.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerows([["Mã ĐV", target], [self.unit, text]])
        return path

    @cache  # noqa: B019 - lives as long as the tests of its module
    def _coordinate(self, target: str) -> str:
        sheet = load_workbook(self.template)[SURVEY]
        letter = next(cell.column_letter for cell in sheet[1] if cell.value == target)
        row = next(cell.row for cell in sheet["A"] if cell.value == self.unit)
        return f"{letter}{row}"

    def _cell_text(self, path: Path, target: str) -> str:
        return read_text(load_workbook(path)[SURVEY][self._coordinate(target)])


class AppraisalWorkbookDoor(RegisterDoor):
    """A cell of the appraiser's workbook, with a reason beside it."""

    targets = (*BY_COMMUNE, "1.1", "1.2")

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.restore()
        self.template = folder / "tham-dinh.xlsx"
        self.run("appraise", "--template", self.template)

    def enter(self, target: str, text: str) -> DoorResult:
        path = self.folder / "a.xlsx"
        workbook = load_workbook(self.template)
        sheet = workbook[self._title(target)]
        put_text(sheet, self._coordinate(target), text)
        put_text(sheet, self._coordinate(target).replace("I", "J"), "T01")
        workbook.save(path)
        done = self.run("appraise", path)
        if done.shown is None:
            return done
        again = self.folder / "lai.xlsx"
        self.run("appraise", "--template", again)
        return DoorResult(read_text(load_workbook(again)[sheet.title][self._coordinate(target)]))

    def cell_names(self, target: str) -> tuple[str, ...]:
        return (f"Trang “{self._title(target)}”, ô {self._coordinate(target)}",)

    @cache  # noqa: B019 - lives as long as the tests of its module
    def _coordinate(self, target: str) -> str:
        sheet = load_workbook(self.template)[self._title(target)]
        wanted = (self.unit, target)
        row = next(
            row for row in range(5, sheet.max_row + 1)
            if (sheet[f"A{row}"].value, sheet[f"C{row}"].value) == wanted
        )  # fmt: skip
        return f"I{row}"

    def _title(self, target: str) -> str:
        return FIGURES if target in ITEMS else POINTS


def put_text(sheet: Worksheet, coordinate: str, text: str) -> None:
    """Write a text into a cell, whatever it looks like."""
    sheet[coordinate].value = text
    sheet[coordinate].data_type = "s"
