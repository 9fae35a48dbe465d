"""Files of a consolidation: report, workbook, open data, `ranking.json`, custom template."""

from pathlib import Path

from xa_report.documents.consolidation import artifact_builders, form_suffix
from xa_report.documents.xlsx.custom_template.fill import fill_template
from xa_report.documents.xlsx.custom_template.province_values import build_province_values
from xa_report.documents.xlsx.untrusted_workbook import read_workbook_bytes
from xa_report.domain.dates import Clock
from xa_report.files import write_all
from xa_report.package.published_ranking import SubmissionBasis, build_ranking_file
from xa_report.package.ranking_json import ranking_json_bytes
from xa_report.province.consolidation.build import ConsolidationSource
from xa_report.workflow.commune.fill_workbook import WorkbookFillSummary, check_fill_target
from xa_report.workflow.province.consolidation import require_publishable
from xa_report.workflow.shared.environment import ProgressCallback, no_progress, now_in_vietnam


def write_ranking_files(source: ConsolidationSource, folder: Path) -> tuple[Path, ...]:
    """Write the ranking of each form, from which it can be computed again; return the paths.

    `ranking.json` is that of the form most used; the names of the others end in their forms' ids.
    Raise BlockedError while matters are open that nobody has taken.
    """
    require_publishable(source)
    return write_all(_ranking_files(source, folder))


def _ranking_files(source: ConsolidationSource, folder: Path) -> dict[Path, bytes]:
    return {
        folder / f"ranking{_form_suffix(source, each)}.json": _ranking_bytes(each)
        for each in source.each_form()
    }


def _form_suffix(source: ConsolidationSource, each: ConsolidationSource) -> str:
    return "" if each is source else form_suffix(each.consolidation)


def _ranking_bytes(source: ConsolidationSource) -> bytes:
    bases = {
        case.unit.code: SubmissionBasis(case.adjustments(), case.previous_manifest)
        for case in source.cases
    }
    return ranking_json_bytes(build_ranking_file(source.consolidation, bases))


def write_consolidation(
    source: ConsolidationSource,
    folder: Path,
    *,
    parquet: bool = False,
    clock: Clock = now_in_vietnam,
    progress: ProgressCallback = no_progress,
) -> tuple[Path, ...]:
    """Write the report, the workbook, the data and the ranking of a period, for each form.

    All are made before the first is put in place. Whoever stops the work by raising from
    `progress` finds the folder as it was. Raise BlockedError while matters are open that nobody
    has taken.
    """
    require_publishable(source)
    makers = (
        *(
            builder
            for each in source.each_form()
            for builder in artifact_builders(
                each.consolidation, folder, clock, parquet, suffix=_form_suffix(source, each)
            )
        ),
        ("lập ranking.json", lambda: _ranking_files(source, folder)),
    )
    contents: dict[Path, bytes] = {}
    steps = len(makers) + 1
    for done, (what, make) in enumerate(makers):
        progress(what, done, steps)
        contents |= make()
    return write_all(contents, lambda: progress("ghi các tệp", len(makers), steps))


def fill_province_workbook(
    source: ConsolidationSource, template: Path, target: Path, clock: Clock = now_in_vietnam
) -> WorkbookFillSummary:
    """Fill the province's own template, a row for each commune; the template stays as it is.

    Raise AnswerError with every fault by sheet and cell; nothing is written then.
    """
    check_fill_target(template, target)
    values = build_province_values(source.consolidation)
    filled = fill_template(read_workbook_bytes(template), values, template.name, clock())
    write_all({target: filled.content})
    return WorkbookFillSummary(target, filled.cells, filled.warnings)
