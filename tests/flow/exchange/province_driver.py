"""The province at work in its register; every act is held against what its model allows."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from tests.factories.unsigned_submissions import PROVINCE, YEAR
from tests.flow.exchange.commune_model import ModelReceipt, SentPackage, fields_of_criteria
from tests.flow.exchange.province_model import KINDS, ProvinceModel, self_points
from tests.flow.exchange.scenario import ExchangeScenario, open_two_registers
from tests.province.appraisal.appraisal_model import ALLOWED, MOST, ROUND, ModelReturn, SetEntry
from xa_report.domain.item import Answer
from xa_report.domain.province.appraisal import CaseKey, DifferenceCode, DifferenceReason
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.errors import XaReportError
from xa_report.province.appraisal.case import load_case_detail
from xa_report.province.appraisal.province_values import set_province_values
from xa_report.province.appraisal.sheet import criterion_rows
from xa_report.province.database import appraisal, blobs, issued_receipts, quarantine, submissions
from xa_report.province.database.events import iter_register_events, register_chain_faults
from xa_report.province.intake.import_file import ImportResult
from xa_report.province.register import Register
from xa_report.signing.identity import SignerRole
from xa_report.workflow.province import appraisal as appraisal_module
from xa_report.workflow.province.intake import examine_files, import_examined
from xa_report.workflow.province.receipts import IssuedReceipt, issue_receipts

WHY = DifferenceReason(DifferenceCode.NO_EVIDENCE, "thiếu ảnh chụp")


class ProvinceDriver:
    """Two desks at one register, and what should lie on its shelves."""

    def __init__(
        self, scene: ExchangeScenario, folder: Path, shelves: dict[str, ProvinceModel]
    ) -> None:
        self.desks = open_two_registers(folder / "so.xaprov")
        self.folder = folder / "phieu"
        self.by = scene.signing(PROVINCE.code, SignerRole.SEAL)
        self.shelves = shelves
        self.held: set[tuple[str, str]] = set()
        """Hash and reason of what is kept apart."""
        self.bytes: dict[str, bytes] = {}
        """Everything that ever came or went, by its hash."""

    def close(self) -> None:
        for desk in self.desks:
            desk.database.engine.dispose()

    def events(self) -> int:
        with self.desks[0].database.read() as connection:
            return sum(1 for _ in iter_register_events(connection))

    def attempt(self, code: str, name: str, act: Callable[[], object]) -> bool:
        """Do what the state allows; anything else must be refused without a trace."""
        shelf = self.shelves[code]
        to = ALLOWED.get(shelf.case.state, {}).get(name)
        if to is None:
            before = self.events()
            with pytest.raises(XaReportError):
                act()
            assert self.events() == before
            return False
        act()
        shelf.case.state, shelf.touched = to, True
        return True

    # Packages

    def take(self, desk: int, files: Sequence[tuple[SentPackage, Path]]) -> None:
        """Take files in together: packages, or the PDF of one without anything else."""
        by_path = {path: sent for sent, path in files}
        found = list(examine_files(self.desks[desk], by_path))
        for done in import_examined(self.desks[desk], found):
            assert isinstance(done, ImportResult), done
            path = done.classification.examined_file.path
            self._hold_against(by_path[path], path, done)

    def _hold_against(self, sent: SentPackage, path: Path, done: ImportResult) -> None:
        shelf, content = self.shelves[sent.unit], path.read_bytes()
        arrival, code = shelf.outcome(sent)
        found = done.classification
        assert (found.arrival.key, found.code) == (arrival, code), found.reason
        itself, alone = sha256(content).hexdigest(), path.suffix == ".pdf"
        if code:
            self.held.add((itself, code))
            self.bytes[itself] = content
        elif arrival == "same":
            self._complete(shelf, sent, content, alone=alone)
        else:
            shelf.take(done.submission, sent, arrival)
            shelf.alone |= {done.submission} if alone else set()
            self.held = {one for one in self.held if one[0] != itself}
            self.bytes[itself] = content

    def _complete(
        self, shelf: ProvinceModel, sent: SentPackage, content: bytes, *, alone: bool
    ) -> None:
        numbers = {n for n, one in shelf.taken.items() if one.manifest == sent.manifest}
        if not alone and numbers & shelf.alone:
            shelf.alone -= numbers
            shelf.touched = True
            self.bytes[sha256(content).hexdigest()] = content

    # Reviewers

    def appraise(self, desk: int, code: str, ref: str, value: int | None) -> None:
        """Put a figure or points in place, or with None take away what was put there."""
        shelf, points = self.shelves[code], ref in MOST
        case, place, at = shelf.case, CaseKey(code, YEAR), self.desks[desk]
        put = None if value is None else min(Decimal(value), MOST.get(ref, Decimal(9)))
        why = None if put is None else WHY

        def act() -> None:
            if points:
                appraisal_module.set_points(at, place, ref, put, why)
            else:
                appraisal_module.set_figure(
                    at, place, ref, None if put is None else Answer(put), why
                )

        standing = case.standing(ref) if case.state else None
        if (standing.value if standing else None) == put and case.state not in ("", "closed"):
            before = self.events()
            act()
            assert self.events() == before
            return
        turn = ROUND.get(case.state, "second")
        if self.attempt(code, "appraise", act):
            case.puts[turn, ref] = SetEntry(put, "T01", case.submission)
            case.versions[ref] = case.versions.get(ref, 0) + 1

    def send_back(self, desk: int, code: str, codes: tuple[str, ...]) -> None:
        lines = [ReopenedCriterion(one, WHY) for one in codes]
        act = lambda: appraisal_module.return_case(self.desks[desk], CaseKey(code, YEAR), lines)  # noqa: E731
        if self.attempt(code, "return", act):
            self.shelves[code].case.returns.append(ModelReturn(codes))

    def explain(self, desk: int, code: str, words: str) -> None:
        key, told = CaseKey(code, YEAR), {"T1": words}
        act = lambda: appraisal_module.record_explanation(self.desks[desk], key, told, "giấy")  # noqa: E731
        if self.attempt(code, "explain", act):
            self.shelves[code].case.explanations |= told

    def move(self, desk: int, code: str, name: str) -> None:
        at = self.desks[desk]

        def act() -> None:
            if name == "reopen":
                appraisal_module.reopen_case(at, CaseKey(code, YEAR))
                return
            verb = (
                appraisal_module.close_cases if name == "close" else appraisal_module.close_rounds
            )
            for done in verb(at, YEAR, [code]):
                if isinstance(done, appraisal_module.CaseFailure):
                    raise XaReportError(done.sentence)

        self.attempt(code, name, act)

    def provide(self, desk: int, code: str, value: int) -> None:
        shelf = self.shelves[code]
        given = [appraisal.ProvinceValue(code, YEAR, "2.2", Answer(Decimal(value)))]
        if shelf.case.state == "closed":
            with pytest.raises(XaReportError):
                set_province_values(self.desks[desk], YEAR, given)
            return
        changed = set_province_values(self.desks[desk], YEAR, given)
        assert changed == (shelf.case.provided.get("2.2") != value)
        shelf.case.provided["2.2"] = value
        shelf.touched |= bool(changed)

    # Receipts

    def give(self, desk: int, code: str) -> ModelReceipt | None:
        """The next receipt, or the last one again where it still says how things are."""
        shelf = self.shelves[code]
        act = lambda: list(  # noqa: E731
            issue_receipts(self.desks[desk], YEAR, self.folder, self.by, units=[code])
        )
        if not shelf.case.state:
            with pytest.raises(XaReportError):
                act()
            return None
        (made,) = act()
        assert isinstance(made, IssuedReceipt), made
        given = self._read(shelf, made)
        last = shelf.receipts[-1] if shelf.receipts else None
        if last is not None and given.number == last.number:
            assert given.sha256 == last.sha256
            return last
        assert given.number == (last.number if last else 0) + 1
        assert shelf.touched, "nothing had happened since the last receipt"
        shelf.receipts.append(given)
        shelf.touched = False
        self.bytes[given.sha256] = given.path.read_bytes()
        return given

    def _read(self, shelf: ProvinceModel, made: IssuedReceipt) -> ModelReceipt:
        """What a receipt says must be what the model says at this moment."""
        receipt, case = made.receipt, shelf.case
        kind, sent = KINDS[case.state], shelf.taken[case.submission]
        assert (receipt.kind, receipt.sequence) == (kind, sent.sequence)
        assert receipt.facts.manifest_sha256 == sent.manifest
        codes = shelf.waiting if kind == "returned" else ()
        assert {one.code for one in receipt.reopened} == set(codes)
        if kind != "received":
            own, now = self_points(sent.values), case.points()
            assert {one.code: (one.sent, one.appraised) for one in receipt.outcomes} == {
                code: (own[code], now[code]) for code in own
            }
        digest = sha256(made.path.read_bytes()).hexdigest()
        return ModelReceipt(
            receipt.unit.code, receipt.number, kind, sent.sequence, sent.manifest, codes,
            made.path, digest,
        )  # fmt: skip

    # What must hold after every act

    def check(self) -> None:
        with self.desks[1].database.read() as connection:
            assert not register_chain_faults(connection)
            there = {
                (one.file_sha256, one.code) for one in quarantine.load_quarantined_files(connection)
            }
            assert there == self.held
            for code, shelf in self.shelves.items():
                key = CaseKey(code, YEAR)
                known = {
                    s.id: s.manifest_sha256
                    for s in submissions.submissions_of_case(connection, key)
                }
                assert known == {n: one.manifest for n, one in shelf.taken.items()}
                given = [
                    (r.number, r.sha256) for r in issued_receipts.receipts_of_case(connection, key)
                ]
                assert given == [(one.number, one.sha256) for one in shelf.receipts]
        for code, shelf in self.shelves.items():
            if shelf.case.state:
                check_case(self.desks[1], code, shelf)

    def check_bytes(self) -> None:
        """All that ever came or went can be read, byte by byte."""
        with self.desks[1].database.read() as connection:
            for digest, content in self.bytes.items():
                assert b"".join(blobs.iter_blob_chunks(connection, digest)) == content


def check_case(desk: Register, code: str, shelf: ProvinceModel) -> None:
    """State, figures and points of one commune are the model's."""
    case, sent = shelf.case, shelf.taken[shelf.case.submission]
    with desk.database.read() as connection:
        dossier = load_case_detail(desk, connection, CaseKey(code, YEAR))
    assert (dossier.row.state, dossier.row.submission) == (case.state, case.submission)
    report = dossier.report
    there = {("figure", ref): int(str(one.value)) for ref, one in report.answers.items()}
    told = {("told", one): words for one, words in report.explanations.items()}
    proofs = {("proof", one.criterion): one.page for one in report.evidence}
    assert {**there, **told, **proofs} == sent.values
    found = criterion_rows(dossier)
    assert {one.code: one.points for one in found if one.leaf} == case.points()
    assert {one.code: one.text for one in dossier.explanations} == case.explanations
    opened = {one for kind, one in fields_of_criteria(shelf.waiting) if kind == "told"}
    waits = case.state == "returned"
    assert {one.code for one in found if one.reopened} == (opened if waits else set())
