"""Verification of a published ranking with the signatures of its packages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xa_report.definitions.reader import form_from_bytes, plan_from_bytes
from xa_report.errors import PackageFaultError
from xa_report.package.published_ranking import RankingFile
from xa_report.package.ranking_json import read_ranking_json
from xa_report.verification.ranking import (
    later_submissions,
    name_doubts,
    omitted_submissions,
    ranking_differences,
    referenced_submissions,
)
from xa_report.verification.report_proof import DefinitionsByHash
from xa_report.verification.submission_files import (
    SubmissionFile,
    SubmissionFileSet,
    read_submission_files,
)
from xa_report.workflow.shared.definition_library import (
    definitions_by_hash,
    load_definition_library,
)
from xa_report.workflow.shared.verify import (
    INCONCLUSIVE,
    INVALID,
    VALID,
    VERDICTS_BY_WEIGHT,
    VerificationReport,
    read_magic_bytes,
    verify_file,
)

SUBMISSION_SUFFIXES = frozenset({".zip", ".pdf"})
PROVISIONAL_SENTENCE = "Bảng xếp hạng này là tạm thời: còn xã chưa chốt điểm."
EMPTY_RANKING_SENTENCE = "ranking.json không xếp hạng xã nào. Hãy xin tỉnh đúng tệp."
LARGEST_RANKING = 8 * 2**20
"""Limit of a ranking in bytes; one more is read, so that a larger file is refused."""


def is_ranking_file(path: Path) -> bool:
    """Return whether a file is JSON, by its first characters."""
    return read_magic_bytes(path).lstrip()[:1] == b"{"


@dataclass(frozen=True, slots=True)
class _SubmissionBasis:
    """Trust, moment and definitions by which the submissions of a ranking are judged."""

    trust: Path
    moment: datetime | None
    definitions: DefinitionsByHash

    def verify(self, submission: SubmissionFile) -> VerificationReport:
        """Verify signatures and documents of a submission, a package or a PDF alone."""
        return verify_file(submission.path, self.trust, self.moment, self.definitions)


def verify_ranking(
    path: Path,
    packages: Path | None,
    trust: Path | None,
    moment: datetime | None = None,
    definitions: DefinitionsByHash | None = None,
) -> VerificationReport:
    """Verify a ranking by computing it again from the packages of a folder and its subfolders.

    Signatures are judged only against a folder of trust. Form and plans come from the ranking;
    `definitions` are those of packages of the period before, the shipped ones by default.
    """
    with path.open("rb") as file:
        content = file.read(LARGEST_RANKING + 1)
    try:
        ranking = read_ranking_json(content)
    except PackageFaultError as error:
        return VerificationReport(path, "ranking", INVALID, (str(error),), {"code": error.code})
    provisional = not all(entry.closed for entry in ranking.entries)
    notes = (PROVISIONAL_SENTENCE,) if provisional else ()
    facts: dict[str, object] = {
        "province": ranking.province.code,
        "period": str(ranking.period),
        "communes": len(ranking.entries),
        "provisional": provisional,
    }
    if packages is None:
        reason = "Chưa tính lại được vì chưa có gói. Hãy thêm --packages với thư mục các gói."
        return VerificationReport(path, "ranking", INCONCLUSIVE, (reason,), facts)
    files = sorted(one for one in packages.rglob("*") if one.suffix.lower() in SUBMISSION_SUFFIXES)
    submissions = read_submission_files(files)
    # Before the signatures: a difference decides, whoever signed.
    different = ranking_differences(ranking, submissions)
    facts["packages"] = len(files)
    if different:
        return VerificationReport(path, "ranking", INVALID, different, facts)
    # Numbers that agree say nothing of who signed them.
    if trust is None:
        reason = "Số liệu khớp; chưa xét chữ ký của các gói. Hãy thêm --trust để xét."
        return VerificationReport(path, "ranking", INCONCLUSIVE, (reason, *notes), facts)
    known = load_definition_library() if definitions is None else definitions
    basis = _SubmissionBasis(trust, moment, {**known, **_own_definitions(ranking)})
    verdict, reasons = _signature_findings(ranking, submissions, basis)
    return VerificationReport(path, "ranking", verdict, (*reasons, *notes), facts)


def _own_definitions(ranking: RankingFile) -> DefinitionsByHash:
    """Return form and plans of a ranking, which was computed again with them."""
    plans = map(plan_from_bytes, ranking.plans)
    return definitions_by_hash([form_from_bytes(ranking.form), *plans])


def _signature_findings(
    ranking: RankingFile, submissions: SubmissionFileSet, basis: _SubmissionBasis
) -> tuple[str, tuple[str, ...]]:
    """Return verdict and reasons by the signatures of ranked, omitted and superseded files."""
    seen = [
        basis.verify(submission_file)
        for submission_file in referenced_submissions(ranking, submissions)
    ]
    absent = omitted_submissions(ranking, submissions)
    forgotten = tuple(
        _omitted_sentence(submission_file)
        for submission_file in absent
        if basis.verify(submission_file).is_valid
    )
    later = later_submissions(ranking, submissions)
    doubts = (
        *(() if ranking.entries else (EMPTY_RANKING_SENTENCE,)),
        *name_doubts(ranking, submissions),
        *(
            _superseded_sentence(submission_file)
            for submission_file in later
            if basis.verify(submission_file).is_valid
        ),
    )
    verdicts = [
        worst_file_verdict(seen),
        INVALID if forgotten else INCONCLUSIVE if doubts else VALID,
    ]
    return min(verdicts, key=VERDICTS_BY_WEIGHT.index), (
        *forgotten,
        *doubts,
        *reasons_with_names(seen),
    )


def _omitted_sentence(submission: SubmissionFile) -> str:
    unit = submission.record.report.unit
    return (
        f"{unit.name} ({unit.code}): có gói hợp lệ “{submission.path.name}” cùng kỳ nhưng không "
        "có trong ranking.json."
    )


def _superseded_sentence(submission: SubmissionFile) -> str:
    report = submission.record.report
    return (
        f"{report.unit.name} ({report.unit.code}): có gói hợp lệ “{submission.path.name}” mới hơn "
        f"(L{report.sequence}) bản mà ranking.json dùng. Hãy hỏi tỉnh vì sao không dùng bản này."
    )


def worst_file_verdict(reports: Sequence[VerificationReport]) -> str:
    """Return the worst verdict of all reports; VALID when there are none."""
    return min((one.verdict for one in reports), key=VERDICTS_BY_WEIGHT.index, default=VALID)


def reasons_with_names(reports: Sequence[VerificationReport]) -> tuple[str, ...]:
    """Return a line for each file that is not plainly valid: name, verdict, reasons."""
    return tuple(
        f"{report.path.name}: {report.verdict}. {' '.join(report.reasons)}".strip()
        for report in reports
        if report.verdict != VALID
    )
