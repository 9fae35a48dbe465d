"""One commune's criteria as an appraiser looks at them, and the points that can be set there."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.appraisal import CaseKey, CaseState, Round, Why
from xa_report.domain.appraisal_rows import CriterionRow
from xa_report.domain.assessment import Assessment, CriterionResult, ScoreState
from xa_report.domain.dates import VIETNAM
from xa_report.domain.evidence import Evidence, EvidenceFile
from xa_report.domain.form import Part
from xa_report.domain.period import Period
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError

if TYPE_CHECKING:
    from xa_report.province.appraisal.dossier import Dossier
    from xa_report.province.desk import Desk


@dataclass(frozen=True, slots=True)
class Asked:
    """What a return that is not answered yet asked for a criterion."""

    why: Why
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One area, criterion, bonus or penalty with the points of all rounds."""

    code: str
    title: str
    depth: int
    """0 for an area, a bonus and a penalty; 1 for what is directly below an area."""
    leaf: bool
    part: Part
    max: Decimal
    sent: Decimal
    first: Decimal
    """After round 1."""
    points: Decimal
    """What counts now."""
    state: ScoreState
    reason: str = ""
    """How the points came about, in one sentence with the numbers."""
    guidance: str = ""
    why: Why | None = None
    fixed: Decimal | None = None
    """Points that an appraiser set and that count now; None while the figures decide."""
    explanation: str = ""
    evidence: tuple[Evidence, ...] = ()
    returned: bool = False
    """Whether it was returned and the commune's correction is waited for."""
    asked: Asked | None = None
    """What the return asked for; None while nothing is waited for."""
    version: int = 0
    """To be given back with a change."""

    @property
    def differs(self) -> bool:
        """Whether the province's points are not the commune's."""
        return self.sent != self.points


@dataclass(frozen=True, slots=True)
class Sheet:
    """One commune's case."""

    unit: Unit
    state: CaseState
    sequence: int
    received: datetime
    signers: tuple[str, ...]
    decimals: int
    sent: Assessment
    appraised: Assessment
    lines: tuple[CriterionLine, ...]
    whole: bool
    """Whether the package came with its documents, not the PDF alone."""
    period: Period
    version: int
    """Of the case: it grows with everything that is done to it."""

    @property
    def key(self) -> CaseKey:
        """Whose case it is."""
        return CaseKey(self.unit.code, self.period)

    @property
    def open(self) -> bool:
        """Whether points can be set."""
        return self.state is not CaseState.CLOSED


def sheet(desk: "Desk", key: CaseKey) -> Sheet:
    """A case with all its criteria; raise UsageError when nothing has come."""
    return _sheet(_load(desk, key))


def set_points(
    desk: "Desk", key: CaseKey, line: CriterionLine, given: tuple[Decimal | None, Why | None]
) -> Sheet:
    """Put the points of a criterion as it was looked at; None takes away what was put there.

    Raise UsageError for what may not be, ConflictError when somebody was faster.
    """
    from xa_report.province.appraisal.acts import Given, appraise
    from xa_report.province.register.entries import EntryKind

    points, why = given
    put = Given(EntryKind.POINTS, line.code, points, why, line.version)
    return _sheet(appraise(desk, key, [put]))


def take_out(desk: "Desk", key: CaseKey, file: EvidenceFile, folder: Path) -> Path:
    """Copy a document of the received package into a folder, read-only; return where it lies."""
    from xa_report.package.names import evidence_path
    from xa_report.package.opening import open_package
    from xa_report.province.register import blobs

    found = _load(desk, key)
    inside = evidence_path(file)
    with tempfile.TemporaryDirectory(prefix="xa-report-") as scratch:
        whole = Path(scratch) / "received.zip"
        with desk.register.read() as connection, whole.open("wb") as target:
            target.writelines(blobs.pieces(connection, found.submission.file_sha256))
        _require_package(found)
        with open_package(whole) as package:
            if inside not in package.files:
                raise UsageError(f"Gói đã nhận không có tài liệu “{file.name}”.")
            # The name in the package is ours: nothing that a stranger chose becomes a path.
            out = folder / Path(inside).name
            out.write_bytes(package.files[inside].read_bytes())
    out.chmod(0o444)
    return out


def _require_package(found: "Dossier") -> None:
    if found.submission.kind != "package":
        raise UsageError(
            f"{found.unit.name} mới gửi tệp PDF, chưa gửi gói có tài liệu kiểm chứng. Hãy đề nghị "
            "xã gửi gói .zip."
        )


def _load(desk: "Desk", key: CaseKey) -> "Dossier":
    from xa_report.province.appraisal.loading import load

    with desk.register.read() as connection:
        return load(desk, connection, key)


def _sheet(found: "Dossier") -> Sheet:
    return Sheet(
        unit=found.unit,
        state=found.case.state,
        sequence=found.submission.sequence,
        received=found.submission.received.astimezone(VIETNAM),
        signers=found.submission.signers,
        decimals=found.form.decimals,
        sent=found.sent,
        appraised=found.appraised,
        lines=tuple(_lines(found)),
        whole=found.submission.kind == "package",
        period=found.case.period,
        version=found.case.version,
    )


def _lines(found: "Dossier") -> Iterator[CriterionLine]:
    """Areas with their criteria in the order of the form, then bonuses and penalties."""
    from xa_report.province.appraisal.sheet import rows

    now, first = found.appraised, found.after(Round.FIRST)
    known = {row.code: (row, _asked(found, row)) for row in rows(found)}
    for area in now.areas:
        yield CriterionLine(
            code=area.code,
            title=area.title,
            depth=0,
            leaf=False,
            part=area.part,
            max=area.max,
            sent=found.said(area.code),
            first=first.of(area.code).points,
            points=area.points,
            state=area.state,
            reason=area.reason,
        )
        for one in now.criteria:
            if one.code.split(".")[0] == area.code and one.code != area.code:
                yield _line(known[one.code], one, one.code.count("."))
    for one in (*now.bonuses, *now.penalties):
        yield _line(known[one.code], one, 0)


def _asked(found: "Dossier", row: CriterionRow) -> Asked | None:
    """The last word of the returns that are waited for, on the criterion or one that holds it."""
    if not row.reopened:
        return None
    named = (
        Asked(line.why, one.deadline)
        for one in reversed(found.returns)
        if one.answered is None
        for line in sorted(one.lines, key=lambda line: len(line.code), reverse=True)
        if f"{row.code}.".startswith(f"{line.code}.")
    )
    return next(named, None)


def _line(
    known: tuple[CriterionRow, Asked | None], now: CriterionResult, depth: int
) -> CriterionLine:
    row, asked = known
    return CriterionLine(
        code=row.code,
        title=row.title,
        depth=depth,
        leaf=row.leaf,
        part=now.part,
        max=row.max,
        sent=row.sent,
        first=row.first,
        points=row.points,
        state=now.state,
        reason=row.reason,
        guidance=row.criterion.guidance,
        why=row.why,
        fixed=row.fixed,
        explanation=row.explanation,
        evidence=row.evidence,
        returned=row.reopened,
        asked=asked,
        version=row.version,
    )
