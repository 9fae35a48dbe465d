"""Verifies a published ranking: computes it again from the packages, judges their signatures."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.errors import PackageFaultError
from xa_report.files import read_bounded
from xa_report.workflow.verifying import (
    INCONCLUSIVE,
    INVALID,
    VALID,
    WEIGHTS,
    Verified,
    head_of,
    verify,
)

if TYPE_CHECKING:
    from xa_report.package.published_ranking import RankingFile
    from xa_report.verification.submission_files import SubmissionFile, SubmissionFileSet


SUFFIXES = frozenset({".zip", ".pdf"})
PROVISIONAL = "Bảng xếp hạng này là tạm thời: còn xã chưa chốt điểm."
NOBODY = "ranking.json không xếp hạng xã nào. Hãy xin tỉnh đúng tệp."
LARGEST = 8 * 2**20
"""Bytes of a ranking; one more is read, so that it is refused as too large."""


def is_ranking(path: Path) -> bool:
    """Whether a file is JSON, by its content."""
    return head_of(path).lstrip()[:1] == b"{"


def verify_ranking(
    path: Path, packages: Path | None, trust: Path | None, moment: datetime | None = None
) -> Verified:
    """Compute a ranking again from the packages of a folder, its subfolders included.

    Signatures are judged only against a folder of trust.
    """
    from xa_report.package.ranking_json import read_ranking_json
    from xa_report.verification.ranking import ranking_differences
    from xa_report.verification.submission_files import read_submission_files

    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    try:
        ranking = read_ranking_json(content)
    except PackageFaultError as error:
        return Verified(path, "ranking", INVALID, (str(error),), {"code": error.code})
    provisional = not all(entry.closed for entry in ranking.entries)
    notes = (PROVISIONAL,) if provisional else ()
    facts: dict[str, object] = {
        "province": ranking.province.code,
        "period": str(ranking.period),
        "communes": len(ranking.entries),
        "provisional": provisional,
    }
    if packages is None:
        reason = "Chưa tính lại được vì chưa có gói. Hãy thêm --packages với thư mục các gói."
        return Verified(path, "ranking", INCONCLUSIVE, (reason,), facts)
    files = sorted(one for one in packages.rglob("*") if one.suffix.lower() in SUFFIXES)
    submissions = read_submission_files(files)
    different = ranking_differences(ranking, submissions)
    facts["packages"] = len(files)
    if different:
        return Verified(path, "ranking", INVALID, different, facts)
    if trust is None:
        reason = "Số liệu khớp; chưa xét chữ ký của các gói. Hãy thêm --trust để xét."
        return Verified(path, "ranking", INCONCLUSIVE, (reason, *notes), facts)
    verdict, reasons = _signed(ranking, submissions, (trust, moment))
    return Verified(path, "ranking", verdict, (*reasons, *notes), facts)


def _signed(
    ranking: "RankingFile", submissions: "SubmissionFileSet", asked: tuple[Path, datetime | None]
) -> tuple[str, tuple[str, ...]]:
    """What signatures say of the files that were ranked, left out and passed over."""
    from xa_report.verification.ranking import (
        later_submissions,
        name_doubts,
        omitted_submissions,
        referenced_submissions,
    )

    seen = [judged(one, *asked) for one in referenced_submissions(ranking, submissions)]
    absent = omitted_submissions(ranking, submissions)
    forgotten = tuple(_forgotten(one) for one in absent if judged(one, *asked).valid)
    later = later_submissions(ranking, submissions)
    doubts = (
        *(() if ranking.entries else (NOBODY,)),
        *name_doubts(ranking, submissions),
        *(_passed_over(one) for one in later if judged(one, *asked).valid),
    )
    verdicts = [heaviest(seen), INVALID if forgotten else INCONCLUSIVE if doubts else VALID]
    return min(verdicts, key=WEIGHTS.index), (*forgotten, *doubts, *reasons_of(seen))


def _forgotten(one: "SubmissionFile") -> str:
    unit = one.record.report.unit
    return (
        f"{unit.name} ({unit.code}): có gói hợp lệ “{one.path.name}” cùng kỳ nhưng không có trong "
        "ranking.json."
    )


def _passed_over(one: "SubmissionFile") -> str:
    report = one.record.report
    return (
        f"{report.unit.name} ({report.unit.code}): có gói hợp lệ “{one.path.name}” mới hơn "
        f"(L{report.sequence}) bản mà ranking.json dùng. Hãy hỏi tỉnh vì sao không dùng bản này."
    )


def judged(submission: "SubmissionFile", trust: Path, moment: datetime | None = None) -> Verified:
    """Judge the signatures of a submission; also a PDF alone must be signed by its own unit."""
    from xa_report.signing.status import ExpectedSignatures
    from xa_report.signing.trust import read_trust_folder
    from xa_report.signing.verification import verify_pdf

    path = submission.path
    if submission.package_sha256 is not None:
        return verify(path, trust, moment)
    expected = ExpectedSignatures(submission.record.report.unit.code)
    found = verify_pdf(read_bounded(path), read_trust_folder(trust), expected, moment)
    reasons = found.sentences
    return Verified(path, "pdf", found.verdict, reasons)


def heaviest(seen: Sequence[Verified]) -> str:
    """The verdict that weighs most."""
    return min((one.verdict for one in seen), key=WEIGHTS.index, default=VALID)


def reasons_of(seen: Sequence[Verified]) -> tuple[str, ...]:
    """Why files are not plainly valid, each with its name."""
    return tuple(
        f"{one.path.name}: {one.verdict}. {' '.join(one.reasons)}".strip()
        for one in seen
        if one.verdict != VALID
    )
