"""One commune at work on its own file; every act is held against what its model allows."""

import copy
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from tests.factories.unsigned_submissions import YEAR
from tests.flow.exchange.commune_model import (
    FIELD_NAMES,
    CommuneModel,
    Field,
    ModelReceipt,
    SentPackage,
)
from tests.flow.exchange.scenario import EVIDENCE, ExchangeScenario
from xa_report.domain.item import Answer
from xa_report.errors import XaReportError
from xa_report.signing.identity import SignerRole
from xa_report.workflow.commune import database_file, receipts, report, sign_report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.report import NewEvidence


def sha256_hex(content: bytes) -> str:
    return sha256(content).hexdigest()


def entry_hashes(package: Path) -> dict[str, str]:
    """Hashes of the files in a package, without the evidence."""
    with zipfile.ZipFile(package) as archive:
        names = [name for name in archive.namelist() if "/" not in name]
        return {name: sha256_hex(archive.read(name)) for name in names}


class CommuneDriver:
    """A commune's file and the model of it, which go through the same."""

    def __init__(self, scene: ExchangeScenario, folder: Path, home: CommuneModel) -> None:
        self.scene, self.code, self.folder, self.home = scene, home.unit, folder, home
        self.db = folder / f"{self.code}.xadb"
        self.commune = database_file.open_commune_file(self.db)
        self.proof = folder / "bang-chung.pdf"
        self.proof.write_bytes(EVIDENCE)
        self.exports = 0
        self.backup_state: tuple[Path, CommuneModel] | None = None

    @property
    def work(self) -> AssessedReport:
        return self.commune.load(YEAR)

    def attempt(self, act: Callable[[], object], *, allowed: bool) -> bool:
        """Do what may be done; what may not must be refused with a sentence, without a trace."""
        if allowed:
            act()
            return True
        head = self.commune.store.log_head()
        with pytest.raises(XaReportError):
            act()
        assert self.commune.store.log_head() == head
        return False

    def change(self, key: Field, value: object) -> None:
        kind, ref = key
        work = self.work

        def act() -> None:
            if kind == "figure":
                report.set_answer(self.commune, work, ref, Answer(Decimal(str(value))))
            elif kind == "explanation":
                report.set_explanation(self.commune, work, ref, str(value or ""))
            elif value is None:
                report.detach_evidence(self.commune, work, ref, sha256_hex(EVIDENCE))
            else:
                proof = NewEvidence(ref, self.proof, page=str(value))
                report.attach_evidence(self.commune, work, proof)

        self.attempt(act, allowed=self.home.change(key, value))

    def turn(self, *, back: bool) -> None:
        verb = report.undo_last_step if back else report.redo_last_step
        allowed = self.home.undo() if back else self.home.redo()
        self.attempt(lambda: verb(self.commune, self.work), allowed=allowed)

    def sign(self, role: SignerRole) -> bool:
        """The chairman signs what is whole and editable, the seal what the chairman signed."""
        home, by = self.home, self.scene.signing(self.code, role)
        ready = {"draft", "returned"} if role is SignerRole.CHAIRMAN else {"ready"}
        allowed = home.state in ready and (role is SignerRole.SEAL or home.complete)
        if not self.attempt(
            lambda: sign_report.sign_report(self.commune, self.work, role, by), allowed=allowed
        ):
            return False
        home.signed_values[home.sequence] = dict(home.values)
        home.state = "ready" if role is SignerRole.CHAIRMAN else "signed"
        outputs = self.commune.store.outputs(self.work.report)
        home.signed[home.sequence] = {
            name: sha256_hex(content) for name, content in outputs.items()
        }
        return True

    def export(self) -> SentPackage | None:
        """Pack what is signed, once more if it was packed before."""
        home, self.exports = self.home, self.exports + 1
        folder = self.folder / f"goi-{self.code}-{self.exports}"
        packages: list[Path] = []
        if not self.attempt(
            lambda: packages.append(sign_report.export_package(self.commune, self.work, folder)),
            allowed=home.state in ("signed", "exported"),
        ):
            return None
        home.state, (path,) = "exported", packages
        parts = entry_hashes(path)
        assert parts == home.signed[home.sequence]
        manifest, whole = parts["datapackage.json"], sha256_hex(path.read_bytes())
        return SentPackage(self.code, home.sequence, manifest, dict(home.values), path, whole)

    def reopen(self) -> None:
        report.reopen_signed_report(self.commune, self.work)
        self.home.reopen()

    def receive(self, receipt: ModelReceipt) -> None:
        head = self.commune.store.log_head()
        known, done = self.home.receive(receipt), []

        def act() -> None:
            done.append(receipts.apply_receipt(self.commune, receipt.path, self.scene.trust))

        self.attempt(act, allowed=known is not False)
        if done:
            assert done[0].now is bool(known)
            assert (self.commune.store.log_head() == head) is (known is None)

    def backup(self) -> None:
        target = self.folder / f"{self.code}-sao-luu.xadb"
        target.unlink(missing_ok=True)
        database_file.backup_commune_file(self.db, target)
        self.backup_state = target, copy.deepcopy(self.home)

    def start_again(self, *, restored: bool = False) -> None:
        """Close the program and open it again, or another file in its place."""
        self.commune.close()
        if restored and self.backup_state is not None:
            source, then = self.backup_state
            database_file.restore_commune_file(source, self.db)
            self.home = copy.deepcopy(then)
        self.commune = database_file.open_commune_file(self.db)

    def check(self) -> None:
        """The file holds what the model says, and its log is whole."""
        home, work, store = self.home, self.work, self.commune.store
        report = work.report
        assert (report.state, report.sequence) == (home.state, home.sequence)
        there: dict[Field, object] = {
            ("figure", ref): int(str(answer.value)) for ref, answer in report.answers.items()
        }
        there |= {("explanation", code): words for code, words in report.explanations.items()}
        there |= {("evidence", one.criterion): one.page for one in report.evidence}
        assert there == home.values
        opened = work.open_fields
        assert (opened is None) is (home.opened is None)
        if opened is not None:
            named = {(FIELD_NAMES[kind], ref) for kind, ref in opened if kind in FIELD_NAMES}
            assert named == home.opened
        modelled = [(one.number, one.kind, one.sequence, one.sha256) for one in home.receipts]
        assert [
            (stored.number, stored.kind, stored.sequence, stored.sha256)
            for stored in store.receipts.of_period(YEAR)
        ] == modelled
        assert len(database_file.list_changes(self.commune)) == home.changes
        assert database_file.verify_event_log(self.commune) == ()

    def check_signed(self) -> None:
        """What was signed is there, as it was signed."""
        report = self.work.report
        for sequence, hashes in self.home.signed.items():
            outputs = self.commune.store.outputs(replace(report, sequence=sequence))
            assert {name: sha256_hex(content) for name, content in outputs.items()} == hashes
