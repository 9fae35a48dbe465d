"""The whole loop of a province on made-up data, one step after another."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.demo.province import appraising, correcting, papers, sending
from xa_report.demo.province.appraising import FirstRound
from xa_report.demo.province.cast import Cast, choose
from xa_report.demo.province.filling import YEAR
from xa_report.demo.province.making import Task
from xa_report.demo.province.places import Places
from xa_report.demo.province.publishing import publish_packages
from xa_report.errors import BlockedError, UsageError
from xa_report.workflow.commune.receipts import AppliedReceipt
from xa_report.workflow.province import consolidation
from xa_report.workflow.province.intake import ImportFailure, examine_files, import_examined
from xa_report.workflow.province.receipts import ReceiptFailure, issue_receipts
from xa_report.workflow.province.register_setup import add_register_definitions, create_register
from xa_report.workflow.province.trusted_signers import add_trust
from xa_report.workflow.shared.environment import ProgressCallback, no_progress, now_in_vietnam
from xa_report.workflow.shared.signing_keys import Signatory
from xa_report.workflow.shared.verify import VerificationReport
from xa_report.workflow.shared.verify_ranking import verify_ranking

if TYPE_CHECKING:
    from xa_report.province.consolidation.build import ConsolidationSource
    from xa_report.province.intake.import_file import ImportResult
    from xa_report.province.register import Register
    from xa_report.signing.signing_key import SigningKey


STEPS = 10


@dataclass(slots=True)
class Loop:
    """What the demonstration made, step by step."""

    cast: Cast
    places: Places
    moment: datetime
    files: int = 0
    """How many files communes sent at first."""
    first: "tuple[ImportResult, ...]" = ()
    """What came of each of them."""
    round: FirstRound = field(default_factory=FirstRound)
    provided: int = 0
    """How many figures the province put in itself."""
    returned: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Reopened criteria by unit code."""
    interim: tuple[AppliedReceipt, ...] = ()
    """Receipts after round 1, applied by the communes."""
    second: "tuple[ImportResult, ...]" = ()
    """What came of the corrections."""
    final: tuple[AppliedReceipt, ...] = ()
    """Receipts with the final points, applied by the communes."""
    written: tuple[Path, ...] = ()
    """The province's books."""


@dataclass(frozen=True, slots=True)
class DemoProvince:
    """The whole demonstration."""

    loop: Loop
    books: "ConsolidationSource"
    verified: VerificationReport
    """The ranking, computed again from the packages."""


def run(
    folder: Path, communes: int, seed: int = 1, progress: ProgressCallback = no_progress
) -> DemoProvince:
    """Run the loop in a folder; the same seed gives the same figures.

    Raise UsageError when a demonstration is there already or the number of communes cannot be.
    """
    places = Places(folder)
    if places.keys.exists():
        raise UsageError(
            f"Thư mục {folder} đã có bản minh họa. Hãy chọn thư mục khác hoặc xóa thư mục này."
        )
    loop = Loop(choose(seed, communes), places, now_in_vietnam())
    progress("Cấp khóa, con dấu cho tỉnh và các xã", 0, STEPS)
    _prepare(loop)
    with papers.seal_of(loop.cast, places) as seal:
        desk = _issue(loop, seal, progress)
        _intake(loop, desk, progress)
        _appraise(loop, desk, progress)
        _return(loop, desk, seal, progress)
        return _finish(loop, desk, seal, progress)


def _prepare(loop: Loop) -> None:
    places = loop.places
    for folder in (places.folder, places.keys, places.communes, places.first, places.second):
        folder.mkdir(parents=True, exist_ok=True)
    papers.write_units(loop.cast, places.units)
    papers.make_keys(loop.cast, places, loop.moment)


def _issue(loop: Loop, seal: "SigningKey", progress: ProgressCallback) -> "Register":
    progress("Tỉnh ban hành bộ tiêu chí và kế hoạch, lập sổ", 1, STEPS)
    places = loop.places
    form, plans = papers.issue_definitions(places, Signatory(seal))
    who = papers.DEPARTMENT
    desk = create_register(str(places.register), loop.cast.province.code, places.units, who)
    add_register_definitions(desk, [form, *plans])
    add_trust(desk, [places.trust])
    return desk


def _intake(loop: Loop, desk: "Register", progress: ProgressCallback) -> None:
    progress("Các xã nhập số liệu, ký, đóng gói", 2, STEPS)
    loop.files = sending.send(loop.cast, loop.places, loop.moment)
    progress("Tỉnh nhập các gói", 3, STEPS)
    loop.first = _imported(desk, loop.places.first)


def _imported(desk: "Register", folder: Path) -> "tuple[ImportResult, ...]":
    taken, failed = [], []
    for one in import_examined(desk, list(examine_files(desk, [folder]))):
        if isinstance(one, ImportFailure):
            failed.append(f"{one.path.name}: {one.sentence}")
        else:
            taken.append(one)
    if failed:
        raise BlockedError("Có tệp không nhập được:", failed)
    return tuple(taken)


def _appraise(loop: Loop, desk: "Register", progress: ProgressCallback) -> None:
    progress("Các sở thẩm định lần 1, nhập kết quả điều tra", 4, STEPS)
    loop.round = appraising.first_round(desk, loop.cast, loop.places)
    loop.provided = appraising.provide(desk, loop.cast)


def _return(loop: Loop, desk: "Register", seal: "SigningKey", progress: ProgressCallback) -> None:
    progress("Tỉnh trả lại hai báo cáo, gửi phiếu cho các xã", 5, STEPS)
    loop.returned = appraising.send_back(desk, loop.cast)
    loop.interim = _receipts(loop, desk, seal)
    progress("Hai xã bổ sung, ký và gửi lại", 6, STEPS)
    returned = {one.receipt.unit.code: one.receipt for one in loop.interim}
    for player in loop.cast.returned:
        task = Task(player, loop.places, now_in_vietnam(), pause=timedelta())
        correcting.correct(task, returned[player.unit.code])
    progress("Tỉnh nhập bản bổ sung", 7, STEPS)
    loop.second = _imported(desk, loop.places.second)


def _receipts(loop: Loop, desk: "Register", seal: "SigningKey") -> tuple[AppliedReceipt, ...]:
    """Give out a receipt to every commune, and let each apply its own."""
    applied, failed = [], []
    for made in issue_receipts(desk, YEAR, loop.places.receipts, Signatory(seal)):
        if isinstance(made, ReceiptFailure):
            failed.append(f"{made.unit}: {made.sentence}")
        else:
            applied.append(correcting.take(made.receipt.unit.code, made.path, loop.places))
    if failed:
        raise BlockedError("Có phiếu không lập được:", failed)
    return tuple(applied)


def _finish(
    loop: Loop, desk: "Register", seal: "SigningKey", progress: ProgressCallback
) -> DemoProvince:
    progress("Nghe giải trình, chốt điểm, gửi phiếu cuối", 8, STEPS)
    appraising.hear(desk, loop.cast)
    appraising.close_all(desk, loop.cast.senders)
    loop.final = _receipts(loop, desk, seal)
    progress("Xếp hạng, tổng hợp, tính lại bảng xếp hạng", 9, STEPS)
    books = consolidation.load_consolidation(desk, YEAR)
    places = loop.places
    places.books.mkdir(exist_ok=True)
    loop.written = consolidation.write_consolidation(books, places.books)
    publish_packages((*loop.first, *loop.second), books, places)
    verified = verify_ranking(places.ranking, places.counted, places.trust)
    progress("Xong", STEPS, STEPS)
    return DemoProvince(loop, books, verified)
