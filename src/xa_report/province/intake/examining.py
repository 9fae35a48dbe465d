"""Examines one received file by itself, in a worker process: reads, verifies, assesses again."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from xa_report.assess.assessment import score_only
from xa_report.assess.province.ranking import build_candidate
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.domain.score_summary import CriterionPoints, ScoreSummary, summarize_scores
from xa_report.domain.text import printable_file_name
from xa_report.errors import EnvironmentFailedError, PackageFaultError
from xa_report.package.reader import open_package
from xa_report.package.report_record import ReportRecord
from xa_report.package.zip_reader import MAX_ARCHIVE_SIZE
from xa_report.province.appraisal.tallying import Tally, tally_of
from xa_report.province.desk import Gauge
from xa_report.province.intake.codes import IntakeCode
from xa_report.province.register.submissions import Recomputed
from xa_report.verification.content import Received, judge_pdf, receive

LARGEST_ALONE = 64 * 2**20
"""Bytes of a PDF that is read whole; the carrier has a smaller limit and says so."""


@dataclass(frozen=True, slots=True)
class Examined:
    """One file and all that can be said of it without the register."""

    path: Path
    sha256: str = ""
    size: int = 0
    received: Received | None = None
    code: str = ""
    """Of the fault for which it could not be received."""
    reason: str = ""
    recomputed: tuple[Recomputed, ...] = ()
    tally: Tally | None = None
    """What the report comes to by itself; None when its definitions are not known."""
    unrelated: bool = False
    """It only lay in the same folder and is no report at all."""

    @property
    def name(self) -> str:
        """How the file is called; a stranger may have called it anything that is no text at all."""
        return printable_file_name(self.path.name)


def examine(path: Path, gauge: Gauge) -> Examined:
    """Say what a file is; never raise for what a stranger wrote into it."""
    try:
        size = path.stat().st_size
        received, record = _received(path, gauge)
    except PackageFaultError as error:
        return refused(path, error.code, str(error))
    except (EnvironmentFailedError, OSError) as error:
        return _unreadable(path, error)
    found = Examined(path, received.sha256, size, received)
    report = record.report
    if not gauge.known.has(report.form_sha256, report.plan_sha256):
        return found
    form, plans = gauge.known.of(report.form_sha256, report.plan_sha256)
    own = score_only(report, form, plans)
    contestant = build_candidate(
        report.unit, received.manifest_sha256, (own, own), form, closed=False
    )
    tally = tally_of(contestant, report.period, own)
    return replace(found, recomputed=_differences(record.outcome, own), tally=tally)


def refused(path: Path, code: str, reason: str) -> Examined:
    """A file that cannot be received, with its hash where it can be read and is not too large."""
    try:
        size = path.stat().st_size
        digest = _measured(path) if size <= MAX_ARCHIVE_SIZE and path.is_file() else ""
    except OSError as error:
        return _unreadable(path, error)
    return Examined(path, digest, size, code=code, reason=reason)


def _unreadable(path: Path, error: Exception) -> Examined:
    code = IntakeCode.UNREADABLE
    reason = code.format(why=getattr(error, "strerror", None) or error)
    return Examined(path, code=code.number, reason=reason)


def _measured(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(2**20):
            digest.update(piece)
    return digest.hexdigest()


def _received(path: Path, gauge: Gauge) -> tuple[Received, ReportRecord]:
    if not path.is_file():  # a pipe would keep its reader waiting for ever
        raise EnvironmentFailedError("không phải là tệp thường, hoặc tệp không còn ở đó")
    with path.open("rb") as file:
        head = file.read(5)
        if head.startswith(b"%PDF-"):
            data = head + file.read(LARGEST_ALONE)
            alone = judge_pdf(data, gauge.trust, "", gauge.moment)
            return alone, alone.record
    with open_package(path, evidence=False) as package:
        return receive(package, gauge.trust, gauge.moment), package.record


def assessed_again(
    report: Report,
    sent: ScoreSummary,
    form: Form,
    plans: tuple[Plan, ...],
    previous: Report | None = None,
) -> tuple[Recomputed, ...]:
    """Where assessing the data gives something else than what was sent, by criterion."""
    return _differences(sent, score_only(report, form, plans, previous))


def _differences(sent: ScoreSummary, assessed: Assessment) -> tuple[Recomputed, ...]:
    own = summarize_scores(assessed)
    codes = sorted(sent.points.keys() | own.points.keys())
    pairs = [(code, sent.points.get(code), own.points.get(code)) for code in codes]
    found = [Recomputed(code, _told(a), _told(b)) for code, a, b in pairs if a != b]
    for name in ("total", "applicable", "bonus", "penalty", "result", "percent", "rating"):
        a, b = getattr(sent, name), getattr(own, name)
        if a != b:
            found.append(Recomputed(name, str(a), str(b)))
    return tuple(found)


def _told(points: CriterionPoints | None) -> str:
    if points is None:
        return "-"
    return f"{points.points}/{points.applicable} ({points.state})"
