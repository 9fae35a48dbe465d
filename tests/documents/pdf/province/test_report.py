"""The province's report: proven PDF/A-3b with the numbers of the consolidation.

It has all annexes, each from its own page 1 and across, in readable colours; hostile texts neither
act nor stop it, and it exists where nobody has sent.
"""

from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import pdfa

from tests.factories import consolidations
from tests.factories.reports import extract_text, join_lines, run_poppler
from xa_report.documents.fonts import PLACEHOLDER, with_placeholders
from xa_report.documents.pdf.province.annexes_ranking import (
    HEAT_STEPS,
    heat_colour,
    heat_figure_text,
)
from xa_report.documents.pdf.province.content import ProvinceReportContent
from xa_report.documents.pdf.province.report import write_province_report
from xa_report.documents.pdf.province.sections_plan import disputed_differences
from xa_report.documents.pdf.province.untrusted_text import (
    CUT_NOTE,
    MAX_CELL_LENGTH,
    printable_excerpt,
)
from xa_report.documents.pdf.report_parts import WrittenPdf
from xa_report.documents.ranked_communes import (
    area_mean,
    communes_by_rank,
    communes_per_rating,
    mean_of_known,
)
from xa_report.domain.assessment import Rating
from xa_report.domain.drawable_text import DRAWABLE_CHARACTERS
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.province.appraisal import CaseState, DifferenceCode, DifferenceReason
from xa_report.domain.province.consolidation import Consolidation
from xa_report.domain.province.ranking import Ranking
from xa_report.domain.report import Letterhead


def write(all_of: Consolidation, path: Path) -> WrittenPdf:
    return write_province_report(all_of, path, lambda: consolidations.MADE)


@pytest.fixture(scope="module")
def report_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target: Path = tmp_path_factory.mktemp("workbooks") / "a.pdf"
    write(consolidations.build_consolidation(), target)
    return target


@pytest.fixture(scope="module")
def report_text(report_pdf: Path) -> str:
    return join_lines(extract_text(report_pdf))


def test_the_report_is_pdfa_and_sound_for_other_programs(report_pdf):
    assert pdfa.validate_written(report_pdf, "3b").verdict == "pass"
    run_poppler("qpdf", "--check", report_pdf)
    for line in run_poppler("pdffonts", report_pdf).splitlines()[2:]:
        assert "+LiberationSerif" in line


def test_the_same_input_gives_the_same_bytes(report_pdf, tmp_path):
    write(consolidations.build_consolidation(), tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").read_bytes() == report_pdf.read_bytes()


def test_means_counts_and_names_are_those_of_the_consolidation(report_text):
    all_of = consolidations.build_consolidation()
    communes = communes_by_rank(all_of)
    middle = mean_of_known(one.percent for one in communes)
    assert middle is not None
    assert (
        join_lines(f"Kết quả bình quân của {len(communes)} đơn vị được xếp hạng là") in report_text
    )
    assert join_lines(show_percent(middle)) in report_text
    for area in all_of.form.areas:
        share = area_mean(communes, area.code)
        assert share is not None
        assert (
            join_lines(f"{area.code}. {area.title}. Bình quân {show_percent(share)}") in report_text
        )
    for name, count in communes_per_rating(all_of, communes).items():
        assert not count or join_lines(f"{name}: {count} đơn vị") in report_text
    for unit in all_of.not_sent:
        assert report_text.count(join_lines(unit.name[1:])) >= 3  # sections I and VII, annex V


def test_every_commune_stands_in_the_ranking_with_its_numbers(report_text):
    for commune in communes_by_rank(consolidations.build_consolidation()):
        done = commune.result.appraised
        assert commune.percent is not None
        row = (
            commune.unit.code,
            show_number(commune.result.sent.result, 2),
            show_number(done.total, 2),
        )
        assert join_lines("".join(row)) in report_text


def test_the_first_annex_is_in_the_order_of_ranks(report_text):
    annex = report_text[
        report_text.index(join_lines("BẢNG XẾP HẠNG")) : report_text.index(
            join_lines("BẢN ĐỒ NHIỆT")
        )
    ]
    codes = [one.candidate.unit.code for one in consolidations.build_consolidation().ranking.ranked]
    assert codes != sorted(codes)
    names = {ranked.candidate.unit.code: ranked.candidate.unit.name for ranked in
             consolidations.build_consolidation().ranking.ranked}  # fmt: skip
    places = [annex.index(join_lines(names[code]) + code) for code in codes]
    assert places == sorted(places)


def test_what_self_assessment_cannot_hold_is_said_above_the_ranking(report_text):
    surveyed = sum(one.max for one in consolidations.read_yearly_form().leaves() if one.survey)
    sentence = f"Điểm tự chấm chưa gồm {show_number(surveyed, 2)} điểm tỉnh chấm qua điều tra"
    assert report_text.count(join_lines(sentence)) == 1


def test_what_lowered_a_rating_is_said_below_the_ranking(tmp_path):
    all_of = consolidations.build_consolidation(12, 2)
    first, second, *others = all_of.results
    why = "Không đạt mức Xuất sắc vì có tiêu chí 0 điểm (3.7)."
    lowered = replace(first.appraised, rating=Rating("Tốt", reason=why))
    plain = [replace(s, appraised=replace(s.appraised, rating=Rating("Khá"))) for s in others]
    results = (replace(first, appraised=lowered), replace(second, appraised=lowered), *plain)
    path = tmp_path / "x.pdf"
    write(replace(all_of, results=results), path)
    printed = join_lines(extract_text(path))
    assert printed.count(join_lines("* Không đạt mức Xuất sắc vì có tiêu chí 0 điểm (3.7):")) == 1
    assert printed.count("Tốt*") == 2


def test_an_open_case_makes_the_ranking_provisional(tmp_path):
    all_of = consolidations.build_consolidation(12, 1)
    first = replace(all_of.results[0], state=CaseState.APPRAISING)
    write(replace(all_of, results=(first, *all_of.results[1:])), tmp_path / "a.pdf")
    assert join_lines("Còn 1 đơn vị chưa chốt điểm thẩm định") in join_lines(
        extract_text(tmp_path / "a.pdf")
    )


def test_what_the_last_annex_counts_adds_up_to_what_the_report_says(report_text):
    communes = communes_by_rank(consolidations.build_consolidation())
    annex = report_text[report_text.index(join_lines("CHÊNH LỆCH GIỮA")) :]
    counts = [len(disputed_differences(one)) for one in communes]
    assert join_lines(f"Có {sum(counts)} chênh lệch tại") in report_text
    for commune, count in zip(communes, counts, strict=True):
        line = join_lines(f"{commune.unit.name} ({commune.unit.code}): {count} chênh lệch")
        assert (line in annex) == bool(commune.result.differences)


def test_what_only_the_province_gives_is_one_line_and_no_difference(tmp_path):
    all_of = consolidations.build_consolidation(12, 1)
    judged = next(one for one in all_of.results if one.differences[1:])
    own = [
        replace(d, why=DifferenceReason(DifferenceCode.BY_PROVINCE)) for d in judged.differences[:2]
    ]
    mixed = replace(judged, differences=(*own, *judged.differences[2:]))
    results = tuple(mixed if one is judged else one for one in all_of.results)
    write(replace(all_of, results=results), tmp_path / "x.pdf")
    printed = join_lines(extract_text(tmp_path / "x.pdf"))
    rest = len(judged.differences) - 2
    assert join_lines(f"{judged.unit.name} ({judged.unit.code}): {rest} chênh lệch") in printed
    assert printed.count(join_lines("Tỉnh chấm theo số liệu của tỉnh (T08), ")) == 1
    assert (
        join_lines(f"– {own[0].code}: −{show_number(-own[0].effect, 2)}; {own[1].code}: ")
        in printed
    )


def test_who_pulls_a_target_down_is_told_without_naming_the_items_again(report_text):
    target = next(
        t for t in consolidations.build_consolidation().targets if not t.ahead and t.laggards[1:]
    )
    for laggard in target.laggards[:2]:
        assert laggard.units is not None
        unit = f"{laggard.unit.name[:1].lower()}{laggard.unit.name[1:]}"
        missing = f"cần thêm {show_number(laggard.units)} hồ sơ"
        sentence = f"{unit} ({laggard.value_text}, {missing}, {laggard.effect_text})"
        assert join_lines(sentence) in report_text


def test_annexes_are_in_order_across_and_numbered_from_their_first_page(report_pdf, report_text):
    places = [report_text.index(join_lines(f"Phụ lục {n}") + join_lines(head)) for n, head in (
        ("I", "BẢNG XẾP HẠNG"), ("II", "BẢN ĐỒ NHIỆT"), ("III", "THỨ HẠNG THEO"),
        ("IV", "CHỈ TIÊU KẾ HOẠCH"), ("V", "ĐƠN VỊ CHƯA GỬI"), ("VI", "THAY ĐỔI SO"),
        ("VII", "CHÊNH LỆCH GIỮA"),
    )]  # fmt: skip
    assert places == sorted(places)
    with pikepdf.open(report_pdf) as pdf, pdf.open_outline() as outline:
        assert len(outline.root) == 8
        shapes = [page.mediabox[2] > page.mediabox[3] for page in pdf.pages]
    assert shapes == sorted(shapes)  # upright pages first, then those across


@pytest.mark.parametrize("at", range(len(HEAT_STEPS)))
def test_black_figures_are_readable_on_every_colour(at):
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    fill = HEAT_STEPS[at][1]
    light = sum(
        weight * linear(part)
        for weight, part in zip((0.2126, 0.7152, 0.0722), fill.rgb(), strict=True)
    )
    assert (light + 0.05) / 0.05 >= 4.5


@pytest.mark.parametrize(("percent", "step"), [(100, 0), (90, 0), (89, 1), (50, 3), (-3, 4)])
def test_a_cell_has_the_colour_of_its_step(percent, step):
    assert heat_colour(Fraction(percent)) == HEAT_STEPS[step][1]


@pytest.mark.parametrize(
    ("percent", "words"),
    [("89.96", "89,96"), ("89.94", "89,9"), ("90", "90,0"), ("64.9999", "64,9999")],
)
def test_a_figure_is_never_rounded_onto_another_colour(percent, words):
    assert heat_figure_text(Fraction(percent)) == words


def test_hostile_texts_neither_act_nor_stop_the_report(tmp_path):
    path = tmp_path / "a.pdf"
    write(consolidations.hostile_consolidation(), path)
    text = extract_text(path)
    assert pdfa.validate_written(path, "3b").verdict == "pass"
    assert "<b>đậm</b> & <br/>" in text  # shown, not obeyed
    assert '=HYPERLINK("http://x","y")' in text
    assert PLACEHOLDER in text
    with pikepdf.open(path) as pdf:
        assert not any("/Annots" in page for page in pdf.pages)


@given(st.text(max_size=1500))
def test_every_text_becomes_printable_and_short(report_text):
    assert DRAWABLE_CHARACTERS.issuperset(printable_excerpt(report_text))
    assert len(printable_excerpt(report_text)) <= MAX_CELL_LENGTH + len(CUT_NOTE)
    assert with_placeholders(with_placeholders(report_text)) == with_placeholders(report_text)


def test_a_province_in_which_nobody_has_sent_has_a_report(tmp_path):
    all_of = consolidations.build_consolidation(12, 1)
    every = (*all_of.not_sent, *(one.unit for one in all_of.results))
    none = replace(
        all_of, results=(), not_sent=every, ranking=Ranking(()), targets=(), previous_results={}
    )
    written = write(none, tmp_path / "a.pdf")
    assert written.pages >= 8
    assert "Có0/12đơnvị" in join_lines(extract_text(tmp_path / "a.pdf"))


def test_an_empty_letterhead_becomes_that_of_a_department():
    all_of = replace(consolidations.build_consolidation(12, 1), letterhead=Letterhead())
    head = ProvinceReportContent.of(all_of).letterhead
    assert head.place == "Tây Ninh"
    assert head.recipient == "Ủy ban nhân dân tỉnh Tây Ninh"
    assert head.position == "GIÁM ĐỐC"


def test_the_signature_has_room_on_the_last_upright_page():
    out = BytesIO()
    written = write_province_report(
        consolidations.build_consolidation(), out, lambda: consolidations.MADE
    )
    with pikepdf.open(out) as pdf:
        upright = sum(page.mediabox[2] < page.mediabox[3] for page in pdf.pages)
    assert written.signature_box.page == upright
