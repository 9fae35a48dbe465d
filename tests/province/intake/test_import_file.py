"""What a received file comes to, on both databases.

Each outcome with its code, in the order of what stands against a file.
A preview says what the import then does, for any batch in any order, and keeps nothing.
The order in which files lie in a batch changes nothing about what the register holds.
What was received comes out byte for byte, and the chain of events is whole.
Somebody's yes lets a doubtful file in, with who and why; never a broken one.
"""

import zipfile
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.imports import (
    arrival_outcomes,
    assert_register_is_whole,
    preview_and_import,
    register_state,
)
from tests.factories.province_registers import RegisterFactory
from tests.factories.signed_submissions import FORM, PLAN, SENT_AT, SignedSubmissions
from xa_report.domain.province.appraisal import CaseState
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.package.package_files import MEDIATYPES, PDF_NAME, PackageFile
from xa_report.package.writer import write_package
from xa_report.province.database import cases, events, submissions, units
from xa_report.province.database.units import UnitEntry
from xa_report.province.intake.examine import ExaminedFile, examine_file
from xa_report.province.register import Register
from xa_report.signing.trust import TrustStore
from xa_report.workflow.province import queries
from xa_report.workflow.province.intake import import_overrides, preview_import
from xa_report.workflow.province.quarantine import quarantined_files, release_file
from xa_report.workflow.province.register_setup import add_register_definitions, create_register


def test_submissions_of_one_case_are_new_same_newer_or_older(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    sender, other = received_packages.senders[0], received_packages.senders[1]
    assert arrival_outcomes(preview_and_import(province_register, sender.first)) == [("new", "")]
    assert arrival_outcomes(preview_and_import(province_register, sender.first)) == [("same", "")]
    assert arrival_outcomes(preview_and_import(province_register, sender.second)) == [("newer", "")]
    assert arrival_outcomes(preview_and_import(province_register, other.second)) == [("new", "")]
    assert arrival_outcomes(preview_and_import(province_register, other.first)) == [("older", "")]
    assert_register_is_whole(province_register)


def test_a_fork_never_overwrites(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    sender = received_packages.senders[0]
    assert sender.fork is not None
    assert arrival_outcomes(preview_and_import(province_register, sender.first)) == [("new", "")]
    before = register_state(province_register)
    assert arrival_outcomes(preview_and_import(province_register, sender.fork)) == [("fork", "N05")]
    assert arrival_outcomes(preview_and_import(province_register, sender.first, sender.fork)) == [
        ("same", ""),
        ("fork", "N05"),
    ]
    assert register_state(province_register)[:2] == before[:2]
    assert_register_is_whole(province_register)


def test_a_pdf_alone_is_made_whole_by_its_package(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    sender = received_packages.senders[0]
    assert arrival_outcomes(preview_and_import(province_register, sender.alone)) == [("new", "")]
    (done,) = preview_and_import(province_register, sender.first)
    assert (done.classification.arrival.key, done.classification.completes) == ("same", 1)
    assert arrival_outcomes(preview_and_import(province_register, sender.alone)) == [("same", "")]
    with province_register.database.read() as connection:
        assert submissions.load_submission(connection, 1).kind == "package"


def listed(register: Register, *entries: UnitEntry) -> None:
    units.save_shipped_units(register.database, entries)


def place(code: str, name: str, province_code: str = "80") -> Unit:
    return Unit(code, name, "xã", province_code, "Tỉnh Tây Ninh")


def test_former_codes_go_to_the_heir_and_unknown_ones_to_nobody(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    sender = received_packages.senders[0]
    listed(province_register, UnitEntry(place("00001", "Xã Khác")))
    assert arrival_outcomes(preview_and_import(province_register, sender.first)) == [
        ("foreign_unit", "N01")
    ]
    listed(province_register, UnitEntry(place("00001", sender.unit.name.upper())))
    assert arrival_outcomes(preview_and_import(province_register, sender.first)) == [
        ("foreign_unit", "N02")
    ]
    listed(
        province_register,
        UnitEntry(sender.unit, date(2025, 7, 1), date(2026, 6, 30), "00001"),
        UnitEntry(place("00001", "Xã Hợp Nhất"), date(2026, 7, 1)),
    )
    (done,) = preview_and_import(province_register, sender.first)
    assert done.classification.unit == place("00001", "Xã Hợp Nhất")
    assert "nay là Xã Hợp Nhất" in done.classification.note


def test_a_code_that_now_belongs_to_another_needs_a_yes(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    unit, other = received_packages.senders[0].unit, received_packages.senders[1].unit
    listed(
        province_register,
        UnitEntry(replace(unit, name=other.name)),
        UnitEntry(replace(other, name=unit.name)),
    )
    (done,) = preview_and_import(province_register, received_packages.senders[0].first)
    assert done.classification.code == "N02"
    assert other.code in done.classification.reason


def test_an_ended_unit_without_heir_is_nobodys(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    listed(province_register, UnitEntry(received_packages.senders[0].unit, None, date(2026, 1, 1)))
    assert arrival_outcomes(
        preview_and_import(province_register, received_packages.senders[0].first)
    ) == [("foreign_unit", "N01")]


def test_unknown_definitions_bad_signatures_and_changes_are_quarantined(
    register_factory: RegisterFactory, received_packages: SignedSubmissions, tmp_path: Path
) -> None:
    bare = create_register(register_factory.empty(), "80")
    assert arrival_outcomes(preview_and_import(bare, received_packages.senders[0].first)) == [
        ("refused", "N09")
    ]
    register = register_factory.fresh()
    changed = tmp_path / "sửa.pdf"
    changed.write_bytes(received_packages.senders[0].alone.read_bytes() + b"\n%them")
    assert arrival_outcomes(preview_and_import(register, changed)) == [("changed", "N13")]
    with zipfile.ZipFile(received_packages.senders[0].first) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files[PDF_NAME] = files[PDF_NAME] + b"\n%"
    parts = [
        PackageFile(name, content, MEDIATYPES.get(name, "application/pdf"))
        for name, content in files.items()
    ]
    forged = write_package(tmp_path, "CCHC_25459_2026_L1.zip", parts)
    assert arrival_outcomes(preview_and_import(register, forged)) == [("changed", "N13")]
    assert arrival_outcomes(preview_and_import(register, received_packages.senders[0].first)) == [
        ("new", "")
    ]


@pytest.mark.parametrize(
    ("state", "code"),
    [(CaseState.CLOSED, "N06"), (CaseState.APPRAISING, "N07"), (CaseState.EXPLAINING, "N07")],
)
def test_a_newer_one_waits_while_the_older_is_worked_on(
    province_register: Register, received_packages: SignedSubmissions, state: CaseState, code: str
) -> None:
    sender = received_packages.senders[0]
    preview_and_import(province_register, sender.first)
    (case,) = queries.list_cases(province_register, queries.latest_period(province_register))  # type: ignore[arg-type]
    with province_register.database.write() as connection:
        cases.move_case(
            province_register.database, connection, case, state=state, submission=case.submission
        )
    assert arrival_outcomes(preview_and_import(province_register, sender.second)) == [
        ("newer", code)
    ]


# What batches are drawn from: three communes as listed, one by its old code, one by name alone.
OLD, NAMELESS = 2, 3


@cache
def pool(
    registers: RegisterFactory, sent: SignedSubmissions, folder: Path
) -> tuple[ExaminedFile, ...]:
    context = registers.fresh().examination_context(datetime.now(SENT_AT.tzinfo))
    cut = folder / "cụt.zip"
    cut.write_bytes(sent.senders[0].first.read_bytes()[:-9])
    copy = folder / "bản sao.zip"
    copy.write_bytes(sent.senders[1].first.read_bytes())
    files = [path for one in sent.senders[:4] for path in one.files]
    return tuple(examine_file(path, context) for path in (*files, cut, copy))


def moved(register: Register, sent: SignedSubmissions) -> Register:
    """Old code with a successor for one commune, an unknown code for another."""
    old, nameless = sent.senders[OLD].unit, sent.senders[NAMELESS].unit
    own = [e for e in register.unit_entries() if e.unit.code not in {old.code, nameless.code}]
    heir = replace(old, code="00001", name="Xã Hợp Nhất")
    past = UnitEntry(old, None, date(2026, 6, 30), heir.code)
    named = UnitEntry(replace(nameless, code="00002"))
    units.save_shipped_units(register.database, [*own, past, UnitEntry(heir), named])
    return register


@cache
def _moved(registers: RegisterFactory, sent: SignedSubmissions) -> Register:
    return moved(registers.fresh(), sent)


def prepared(registers: RegisterFactory, sent: SignedSubmissions) -> Register:
    return registers.emptied(_moved(registers, sent))


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_preview_is_what_happens(
    data: st.DataObject,
    register_factory: RegisterFactory,
    received_packages: SignedSubmissions,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    every = pool(register_factory, received_packages, pool_folder(tmp_path_factory))
    batches = data.draw(st.lists(st.lists(st.sampled_from(every), max_size=7), max_size=3))
    agreed = data.draw(st.booleans())
    register = prepared(register_factory, received_packages)
    for batch in batches:
        before = register_state(register)
        preview_import(register, batch, import_overrides(by_name=agreed))
        assert register_state(register) == before
        preview_and_import(register, *batch, by_name=agreed)
    assert_register_is_whole(register)


@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_order_in_a_batch_does_not_matter(
    data: st.DataObject,
    register_factory: RegisterFactory,
    received_packages: SignedSubmissions,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    every = pool(register_factory, received_packages, pool_folder(tmp_path_factory))
    ends = []
    for order in (every, data.draw(st.permutations(every))):
        register = prepared(register_factory, received_packages)
        preview_and_import(register, *order)
        ends.append(register_state(register))
    assert ends[0] == ends[1]


_folders: list[Path] = []


def pool_folder(factory: pytest.TempPathFactory) -> Path:
    if not _folders:
        _folders.append(factory.mktemp("pool"))
    return _folders[0]


def test_a_yes_is_logged_and_never_covers_what_is_broken(
    register_factory: RegisterFactory, received_packages: SignedSubmissions, tmp_path: Path
) -> None:
    bare = create_register(register_factory.empty(), "80", who="An")
    changed = tmp_path / "sửa.pdf"
    changed.write_bytes(received_packages.senders[0].alone.read_bytes() + b"\n%them")
    preview_and_import(bare, changed, received_packages.senders[0].first)
    yes = import_overrides(by_name=True, inconclusive=True, why="đã gọi điện cho xã")
    with pytest.raises(UsageError, match="--note"):
        release_file(bare, 1, import_overrides(inconclusive=True))
    codes = {one.code: one.id for one in quarantined_files(bare)}
    again = release_file(bare, codes["N13"], yes)
    assert again.classification.code == "N13"
    assert release_file(bare, codes["N09"], yes).classification.code == "N03"
    add_register_definitions(bare, [FORM, PLAN])
    done = release_file(bare, codes["N09"], yes)
    assert done.classification.is_imported
    with bare.database.read() as connection:
        logged = [one for one, _ in events.iter_register_events(connection) if one.what == "agreed"]
    assert [(one.who, "đã gọi điện" in str(one.payload)) for one in logged] == [("An", True)]


def test_nobody_is_trusted_without_roots(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    context = replace(province_register.examination_context(SENT_AT), trust=TrustStore())
    examined = examine_file(received_packages.senders[0].first, context)
    assert arrival_outcomes(preview_and_import(province_register, examined)) == [("refused", "N09")]
