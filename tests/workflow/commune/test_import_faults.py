"""A file that fills a report passes the check of every door; locked items are refused by name."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from xa_report.commune.store.edits import FieldKind
from xa_report.definitions.answers import AnswerFile
from xa_report.domain.item import Answer, FilledBy
from xa_report.domain.period import Period
from xa_report.errors import AnswerError
from xa_report.workflow.commune import report
from xa_report.workflow.commune.answer_template import (
    export_answer_template,
    import_answer_template,
)
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.import_answers import filling_faults, import_answer_file

YEAR = Period(2026)
ITEM, DAY = "hs_tiep_nhan", "kh_cchc_ngay"


def told(work: AssessedReport, answer: Answer, item: str = ITEM) -> list[str]:
    return list(filling_faults(work, AnswerFile({item: answer}), {item: "Trang “Số liệu”, ô E9"}))


@pytest.mark.parametrize(
    ("answer", "item", "message"),
    [
        (Answer(Decimal(-5)), ITEM, "không phải số đếm"),
        (Answer(Decimal("4.5")), ITEM, "không phải số đếm"),
        (Answer(Decimal(10) ** 15), ITEM, "số quá lớn"),
        (Answer(not_arisen="-"), ITEM, "không phải lý do"),
        (Answer(date(202, 1, 5)), DAY, "ngoài các năm"),
    ],
)
def test_an_answer_that_cannot_be_is_named_with_its_place(
    work: AssessedReport, answer: Answer, item: str, message: str
):
    (fault,) = told(work, answer, item)
    assert fault.startswith("Trang “Số liệu”, ô E9 (")
    assert message in fault


def test_a_commune_cannot_fill_what_the_province_does(work: AssessedReport):
    item = next(one.id for one in work.items().values() if one.filled_by is FilledBy.PROVINCE)
    (fault,) = told(work, Answer(Decimal(1)), item)
    assert "do tỉnh nhập" in fault


def test_a_reason_that_is_still_to_be_written_is_stored(
    commune_file: CommuneFile, work: AssessedReport, tmp_path: Path
):
    draft = report.set_answer(commune_file, work, ITEM, Answer(not_arisen=""))
    export_answer_template(draft, tmp_path / "mau.xlsx")
    summary = import_answer_template(commune_file, draft, tmp_path / "mau.xlsx")
    assert summary.changed == 0
    assert summary.work.report.answers[ITEM] == Answer(not_arisen="")
    # In the file of a colleague it is new.
    assert told(work, Answer(not_arisen="")) == []


def test_only_a_change_of_what_is_locked_is_refused(
    commune_file: CommuneFile, work: AssessedReport
):
    stored = report.set_answer(commune_file, work, ITEM, Answer(Decimal(5)))
    stored = report.set_explanation(commune_file, stored, "1.1", "vì mưa")
    locked = replace(stored, open_fields=frozenset({(FieldKind.ANSWER, DAY)}))
    assert told(locked, Answer(Decimal(5))) == []
    assert told(locked, Answer(date(2026, 1, 5)), DAY) == []
    (fault,) = told(locked, Answer(Decimal(6)))
    assert fault.startswith("Trang “Số liệu”, ô E9: Không sửa được")
    assert list(filling_faults(locked, AnswerFile(explanations={"1.1": "vì mưa"}), {})) == []
    (fault,) = filling_faults(locked, AnswerFile(explanations={"1.1": "vì nắng"}), {})
    assert fault.startswith("Tiêu chí 1.1: tỉnh không mở lại")


def test_nothing_is_entered_when_one_answer_is_refused(
    commune_file: CommuneFile, work: AssessedReport, tmp_path: Path
):
    path = tmp_path / "a.toml"
    path.write_text(f'[answers]\n{ITEM} = 5\nhs_truc_tuyen = {{ not_arisen = "x" }}\n', "utf-8")
    with pytest.raises(AnswerError, match="hs_truc_tuyen"):
        import_answer_file(commune_file, work, path)
    assert commune_file.load(YEAR).report.answers == {}
