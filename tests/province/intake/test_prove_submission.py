"""Proof of many submissions in worker processes, from the register's own copies."""

import pytest

from tests.factories.signed_submissions import SignedSubmissions
from xa_report.errors import StoreDamagedError
from xa_report.province.database.proofs import load_proofs, unproven_submissions
from xa_report.province.database.tables import CHUNKS
from xa_report.province.intake.prove_submission import prove_submissions
from xa_report.province.intake.schedule import FEW_FILES
from xa_report.province.register import Register
from xa_report.workflow.province.intake import examine_and_import
from xa_report.workflow.province.proofs import prove_all


@pytest.fixture
def filled_register(province_register: Register, received_packages: SignedSubmissions) -> Register:
    files = [sender.first for sender in received_packages.senders]
    list(examine_and_import(province_register, files))
    return province_register


def test_many_are_proven_by_processes_and_each_once(filled_register: Register):
    with filled_register.database.read() as connection:
        numbers = unproven_submissions(connection)
    assert len(numbers) > FEW_FILES
    steps: list[tuple[int, int]] = []
    results = list(
        prove_all(filled_register, progress=lambda _, done, of: steps.append((done, of)))
    )
    assert all(result.proof.holds for result in results)
    assert steps == [(done, len(numbers)) for done in range(1, len(numbers) + 1)]
    with filled_register.database.read() as connection:
        assert sorted(load_proofs(connection, numbers)) == list(numbers)
        assert unproven_submissions(connection) == ()


def test_bytes_of_a_register_that_are_not_intact_are_no_forgery(filled_register: Register):
    with filled_register.database.write() as connection:
        connection.execute(CHUNKS.update().values(bytes=b"khac"))
        numbers = unproven_submissions(connection)
    with pytest.raises(StoreDamagedError, match="khôi phục sổ"):
        list(prove_submissions(filled_register, numbers[:1]))
