"""Files imported while others are examined: the same outcome, whatever is done first."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from tests.factories.signed_submissions import FORM, PLAN, CommuneSubmissions, SignedSubmissions
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey
from xa_report.package.consistency import peek_identity
from xa_report.province.intake.examine import ExaminedFile, examine_file
from xa_report.province.intake.import_file import ImportResult, import_examined_file
from xa_report.province.intake.schedule import claimed_cases, examination_order, release_in_order
from xa_report.province.register import Register
from xa_report.workflow.province.intake import examine_and_import, examine_files, preview_import
from xa_report.workflow.province.register_setup import (
    add_register_definitions,
    create_register,
    open_register,
)
from xa_report.workflow.province.trusted_signers import add_trust


@pytest.fixture
def examined_batch(
    received_packages: SignedSubmissions, tmp_path: Path
) -> tuple[Register, list[ExaminedFile]]:
    """All that two communes sent, and a file that is nothing, examined once."""
    register = create_register(str(tmp_path / "tinh.xaprov"), "80", who="thử")
    add_register_definitions(register, [FORM, PLAN])
    add_trust(register, [received_packages.trust])
    junk = tmp_path / "la.zip"
    junk.write_bytes(b"PK la")
    files = [*received_packages.senders[0].files, received_packages.senders[1].first, junk]
    context = register.examination_context(datetime.now(UTC))
    return register, [examine_file(path, context) for path in files]


Outcome = dict[Path, tuple[str, str]]
"""Arrival and code by file."""


def outcome(register: Register, examined_files: Iterator[ExaminedFile]) -> Outcome:
    done = (import_examined_file(register, one) for one in examined_files)
    return {
        result.classification.examined_file.path: (
            result.classification.arrival.key,
            result.classification.code,
        )
        for result in done
    }


def outcomes(
    register: Register, orders: Iterable[Sequence[ExaminedFile]], folder: Path
) -> list[Outcome]:
    """What comes out of each order, each time in a register of its own."""
    results = []
    for number, order in enumerate(orders):
        copy = shutil.copyfile(register.location, folder / f"{number}.xaprov")
        fresh = open_register(str(copy))
        claims = claimed_cases(fresh, [one.path for one in order])
        results.append(outcome(fresh, release_in_order(fresh, claims, iter(order))))
    return results


def test_the_order_of_examining_changes_nothing(
    examined_batch: tuple[Register, list[ExaminedFile]], tmp_path: Path
) -> None:
    register, examined_files = examined_batch
    turned = [[*examined_files[n:], *examined_files[:n]] for n in range(len(examined_files))]
    results = outcomes(register, [*turned, examined_files[::-1]], tmp_path)
    assert all(one == results[0] for one in results)
    assert len(results[0]) == len(examined_files)


def test_a_pdf_alone_is_waited_for(
    examined_batch: tuple[Register, list[ExaminedFile]], tmp_path: Path
) -> None:
    """Only examining tells that it is the report before the one in the package."""
    register, (_, second, alone, *_, junk) = examined_batch
    results = outcomes(register, permutations([second, alone, junk]), tmp_path)
    assert all(one == results[0] for one in results)
    assert (results[0][alone.path], results[0][second.path]) == (("new", ""), ("newer", ""))


def test_what_nothing_is_known_of_is_examined_first(
    received_packages: SignedSubmissions, province_register: Register
) -> None:
    own: CommuneSubmissions = received_packages.senders[0]
    claims = claimed_cases(province_register, [own.first, own.second, own.alone])
    assert examination_order(claims)[0] == own.alone
    assert claims[own.first] == claims[own.second] == CaseKey(own.unit.code, Period(2026))


def test_a_single_file_of_its_case_waits_for_nobody(
    examined_batch: tuple[Register, list[ExaminedFile]],
) -> None:
    register, examined_files = examined_batch
    packages = [
        examined
        for examined in examined_files
        if examined.path.name != "la.zip" and examined.path.suffix == ".zip"
    ]
    single = packages[-1]
    claims = claimed_cases(register, [one.path for one in packages])

    def stream() -> Iterator[ExaminedFile]:
        yield single
        raise AssertionError("it should have been given before anything else was asked for")

    assert next(release_in_order(register, claims, stream())) is single


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7", b"PK\x05\x06" + bytes(18)])
def test_what_says_nothing_plainly_claims_nothing(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    assert peek_identity(tmp_path / "a.zip") is None
    assert peek_identity(tmp_path / "absent.zip") is None


def test_a_package_says_whose_it_is(received_packages: SignedSubmissions) -> None:
    own = received_packages.senders[0]
    assert peek_identity(own.first) == CaseKey(own.unit.code, Period(2026))


def test_bringing_in_is_the_same_as_examining_and_taking(
    received_packages: SignedSubmissions, province_register: Register
) -> None:
    files: Sequence[Path] = [path for one in received_packages.senders for path in one.files]
    plan = preview_import(province_register, list(examine_files(province_register, files)))
    done = [
        result
        for result in examine_and_import(province_register, files)
        if isinstance(result, ImportResult)
    ]
    assert sorted(map(_told, done)) == sorted(map(_told, plan))


def _told(result: ImportResult) -> tuple[str, str, str]:
    classification = result.classification
    return str(classification.examined_file.path), classification.arrival.key, classification.code
