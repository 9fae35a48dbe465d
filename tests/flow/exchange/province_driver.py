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
    """Two sessions of one register, and what it should hold."""

    def __init__(
        self, scene: ExchangeScenario, folder: Path, models: dict[str, ProvinceModel]
    ) -> None:
        self.registers = open_two_registers(folder / "so.xaprov")
        self.folder = folder / "phieu"
        self.by = scene.signing(PROVINCE.code, SignerRole.SEAL)
        self.models = models
        self.held: set[tuple[str, str]] = set()
        """Hash and reason of what is kept apart."""
        self.bytes: dict[str, bytes] = {}
        """Everything that ever came or went, by its hash."""

    def close(self) -> None:
        for register in self.registers:
            register.database.engine.dispose()

    def events(self) -> int:
        with self.registers[0].database.read() as connection:
            return sum(1 for _ in iter_register_events(connection))

    def attempt(self, code: str, name: str, act: Callable[[], object]) -> bool:
        """Do what the state allows; anything else must be refused without a trace."""
        model = self.models[code]
        to = ALLOWED.get(model.case.state, {}).get(name)
        if to is None:
            before = self.events()
            with pytest.raises(XaReportError):
                act()
            assert self.events() == before
            return False
        act()
        model.case.state, model.touched = to, True
        return True

    # Packages

    def take(self, number: int, files: Sequence[tuple[SentPackage, Path]]) -> None:
        """Take files in together: packages, or the PDF of one without anything else."""
        by_path = {path: sent for sent, path in files}
        examined_files = list(examine_files(self.registers[number], by_path))
        for done in import_examined(self.registers[number], examined_files):
            assert isinstance(done, ImportResult), done
            path = done.classification.examined_file.path
            self._hold_against(by_path[path], path, done)

    def _hold_against(self, sent: SentPackage, path: Path, done: ImportResult) -> None:
        model, content = self.models[sent.unit], path.read_bytes()
        arrival, code = model.outcome(sent)
        classification = done.classification
        assert (classification.arrival.key, classification.code) == (arrival, code), (
            classification.reason
        )
        itself, alone = sha256(content).hexdigest(), path.suffix == ".pdf"
        if code:
            self.held.add((itself, code))
            self.bytes[itself] = content
        elif arrival == "same":
            self._complete(model, sent, content, alone=alone)
        else:
            model.take(done.submission, sent, arrival)
            model.alone |= {done.submission} if alone else set()
            self.held = {one for one in self.held if one[0] != itself}
            self.bytes[itself] = content

    def _complete(
        self, model: ProvinceModel, sent: SentPackage, content: bytes, *, alone: bool
    ) -> None:
        numbers = {n for n, one in model.taken.items() if one.manifest == sent.manifest}
        if not alone and numbers & model.alone:
            model.alone -= numbers
            model.touched = True
            self.bytes[sha256(content).hexdigest()] = content

    # Reviewers

    def appraise(self, number: int, code: str, ref: str, value: int | None) -> None:
        """Put a figure or points in place, or with None take away what was put there."""
        model, points = self.models[code], ref in MOST
        case, key, at = model.case, CaseKey(code, YEAR), self.registers[number]
        entered = None if value is None else min(Decimal(value), MOST.get(ref, Decimal(9)))
        why = None if entered is None else WHY

        def act() -> None:
            if points:
                appraisal_module.set_points(at, key, ref, entered, why)
            else:
                appraisal_module.set_figure(
                    at, key, ref, None if entered is None else Answer(entered), why
                )

        entry = case.current_entry(ref) if case.state else None
        if (entry.value if entry else None) == entered and case.state not in ("", "closed"):
            before = self.events()
            act()
            assert self.events() == before
            return
        turn = ROUND.get(case.state, "second")
        if self.attempt(code, "appraise", act):
            case.puts[turn, ref] = SetEntry(entered, "T01", case.submission)
            case.versions[ref] = case.versions.get(ref, 0) + 1

    def send_back(self, number: int, code: str, codes: tuple[str, ...]) -> None:
        lines = [ReopenedCriterion(one, WHY) for one in codes]
        register, key = self.registers[number], CaseKey(code, YEAR)
        act = lambda: appraisal_module.return_case(register, key, lines)  # noqa: E731
        if self.attempt(code, "return", act):
            self.models[code].case.returns.append(ModelReturn(codes))

    def explain(self, number: int, code: str, words: str) -> None:
        register, key, explanations = self.registers[number], CaseKey(code, YEAR), {"T1": words}
        act = lambda: appraisal_module.record_explanation(  # noqa: E731
            register, key, explanations, "giấy"
        )
        if self.attempt(code, "explain", act):
            self.models[code].case.explanations |= explanations

    def move(self, number: int, code: str, name: str) -> None:
        at = self.registers[number]

        def act() -> None:
            if name == "reopen":
                appraisal_module.reopen_case(at, CaseKey(code, YEAR), "Kết luận thanh tra")
                return
            verb = (
                appraisal_module.close_cases if name == "close" else appraisal_module.close_rounds
            )
            for done in verb(at, YEAR, [code]):
                if isinstance(done, appraisal_module.CaseFailure):
                    raise XaReportError(done.sentence)

        self.attempt(code, name, act)

    def provide(self, number: int, code: str, value: int) -> None:
        model = self.models[code]
        province_values = [appraisal.ProvinceValue(code, YEAR, "2.2", Answer(Decimal(value)))]
        if model.case.state == "closed":
            with pytest.raises(XaReportError):
                set_province_values(self.registers[number], YEAR, province_values)
            return
        changed = set_province_values(self.registers[number], YEAR, province_values)
        assert changed == (model.case.provided.get("2.2") != value)
        model.case.provided["2.2"] = value
        model.touched |= bool(changed)

    # Receipts

    def give(self, number: int, code: str) -> ModelReceipt | None:
        """The next receipt, or the last one again where it still says how things are."""
        model = self.models[code]
        act = lambda: list(  # noqa: E731
            issue_receipts(self.registers[number], YEAR, self.folder, self.by, units=[code])
        )
        if not model.case.state:
            with pytest.raises(XaReportError):
                act()
            return None
        (issued,) = act()
        assert isinstance(issued, IssuedReceipt), issued
        receipt = self._read(model, issued)
        last = model.receipts[-1] if model.receipts else None
        if last is not None and receipt.number == last.number:
            assert receipt.sha256 == last.sha256
            return last
        assert receipt.number == (last.number if last else 0) + 1
        assert model.touched, "nothing had happened since the last receipt"
        model.receipts.append(receipt)
        model.touched = False
        self.bytes[receipt.sha256] = receipt.path.read_bytes()
        return receipt

    def _read(self, model: ProvinceModel, issued: IssuedReceipt) -> ModelReceipt:
        """What a receipt says must be what the model says at this moment."""
        receipt, case = issued.receipt, model.case
        kind, sent = KINDS[case.state], model.taken[case.submission]
        assert (receipt.kind, receipt.sequence) == (kind, sent.sequence)
        assert receipt.facts.manifest_sha256 == sent.manifest
        codes = model.waiting if kind == "returned" else ()
        assert {one.code for one in receipt.reopened} == set(codes)
        if kind != "received":
            own, now = self_points(sent.values), case.points()
            assert {one.code: (one.sent, one.appraised) for one in receipt.outcomes} == {
                code: (own[code], now[code]) for code in own
            }
        digest = sha256(issued.path.read_bytes()).hexdigest()
        return ModelReceipt(
            receipt.unit.code, receipt.number, kind, sent.sequence, sent.manifest, codes,
            issued.path, digest,
        )  # fmt: skip

    # What must hold after every act

    def check(self) -> None:
        with self.registers[1].database.read() as connection:
            assert not register_chain_faults(connection)
            there = {
                (quarantined.file_sha256, quarantined.code)
                for quarantined in quarantine.load_quarantined_files(connection)
            }
            assert there == self.held
            for code, model in self.models.items():
                key = CaseKey(code, YEAR)
                known = {
                    s.id: s.manifest_sha256
                    for s in submissions.submissions_of_case(connection, key)
                }
                assert known == {n: one.manifest for n, one in model.taken.items()}
                numbers = [
                    (r.number, r.sha256) for r in issued_receipts.receipts_of_case(connection, key)
                ]
                assert numbers == [(one.number, one.sha256) for one in model.receipts]
        for code, model in self.models.items():
            if model.case.state:
                check_case(self.registers[1], code, model)

    def check_bytes(self) -> None:
        """All that ever came or went can be read, byte by byte."""
        with self.registers[1].database.read() as connection:
            for digest, content in self.bytes.items():
                assert b"".join(blobs.iter_blob_chunks(connection, digest)) == content


def check_case(register: Register, code: str, model: ProvinceModel) -> None:
    """State, figures and points of one commune are the model's."""
    case, sent = model.case, model.taken[model.case.submission]
    with register.database.read() as connection:
        dossier = load_case_detail(register, connection, CaseKey(code, YEAR))
    assert (dossier.row.state, dossier.row.submission) == (case.state, case.submission)
    report = dossier.report
    there = {("figure", ref): int(str(one.value)) for ref, one in report.answers.items()}
    explanations = {("explanation", one): words for one, words in report.explanations.items()}
    proofs = {("evidence", one.criterion): one.page for one in report.evidence}
    assert {**there, **explanations, **proofs} == sent.values
    rows = criterion_rows(dossier)
    assert {one.code: one.points for one in rows if one.leaf} == case.points()
    assert {one.code: one.text for one in dossier.explanations} == case.explanations
    opened = {one for kind, one in fields_of_criteria(model.waiting) if kind == "explanation"}
    waits = case.state == "returned"
    assert {one.code for one in rows if one.reopened} == (opened if waits else set())
