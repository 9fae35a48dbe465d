"""Command `trust`: trusted roots, lists and signers, each shown before it is enrolled."""

from pathlib import Path
from typing import Any

import click

from xa_report.cli.options import DATABASE, existing_path, json_option
from xa_report.cli.output import align_table, echo_lines, handle_errors, print_json
from xa_report.cli.shared.certificates import certificate_json, certificate_lines
from xa_report.errors import UsageError
from xa_report.province.register import Register
from xa_report.province.signer_enrollment import SignerCandidate
from xa_report.workflow.province.register_setup import open_register
from xa_report.workflow.province.trusted_signers import (
    add_trust,
    candidate_from_certificate,
    candidates_in_package,
    enrol_signer,
    list_trust,
    remove_trust,
)

KINDS = {"root": "gốc", "intermediate": "trung gian", "crl": "danh sách thu hồi"}
ROLES = {"chairman": "chủ tịch", "seal": "con dấu"}


@click.command(help="Chứng thư gốc, danh sách thu hồi, và ai ký cho đơn vị nào.")
@DATABASE
@click.argument("paths", metavar="[THƯ_MỤC|TỆP]…", nargs=-1, type=existing_path())
@click.option("--list", "only_list", is_flag=True, help="Liệt kê những gì đang được tin cậy.")
@click.option("--withdraw", metavar="SHA-256", help="Bỏ một chứng thư hoặc danh sách.")
@click.option("--signer", type=existing_path(dir_okay=False), help="Chứng thư của một người ký.")
@click.option("--unit", metavar="MÃ", help="Đơn vị mà người ký thuộc về.")
@click.option("--role", type=click.Choice(list(ROLES)), help="Chủ tịch hay con dấu.")
@click.option(
    "--from-package", type=existing_path(dir_okay=False), help="Ghi người ký của một gói."
)
@click.option("--yes", is_flag=True, help="Không hỏi lại; đã đối chiếu dấu vân tay.")
@json_option
@handle_errors
def trust(database: str, paths: tuple[Path, ...], as_json: bool, **options: Any) -> int:
    """Apply the one action that is asked for, or list all that is trusted."""
    register = open_register(database)
    asked = [bool(paths), *(bool(options[name]) for name in ("withdraw", "signer", "from_package"))]
    if sum(asked) > 1:
        raise UsageError("Mỗi lần chỉ làm một việc: nạp tệp, --signer, --from-package, --withdraw.")
    if paths:
        return _add_trust(register, paths, as_json)
    if options["withdraw"]:
        name = remove_trust(register, options["withdraw"])
        print_json({"withdrawn": name}) if as_json else echo_lines(f"Đã bỏ: {name}.")
        return 0
    if options["signer"] or options["from_package"]:
        return _enroll_candidates(
            register, _read_candidates(register, options), options["yes"], as_json
        )
    return _echo_trust(register, as_json)


def _add_trust(register: Register, paths: tuple[Path, ...], as_json: bool) -> int:
    done = add_trust(register, paths)
    if as_json:
        print_json({"found": done.found, "added": done.added, "signers": done.enrolled})
    else:
        signers = f", ghi {done.enrolled} người ký theo signers.csv" if done.enrolled else ""
        echo_lines(f"Đã nạp {done.added} mục mới trong {done.found} chứng thư, danh sách{signers}.")
    return 0


def _read_candidates(register: Register, options: dict[str, Any]) -> tuple[SignerCandidate, ...]:
    if options["from_package"]:
        return candidates_in_package(register, options["from_package"])
    if not options["unit"] or not options["role"]:
        raise UsageError("Hãy ghi đủ --unit MÃ và --role chairman hoặc seal.")
    return (
        candidate_from_certificate(register, options["signer"], options["unit"], options["role"]),
    )


def _enroll_candidates(
    register: Register, candidates: tuple[SignerCandidate, ...], agreed: bool, as_json: bool
) -> int:
    """Show each certificate and enrol it only after a yes."""
    done = []
    for candidate in candidates:
        if not as_json:
            echo_lines(
                f"{candidate.unit.name} ({candidate.unit.code}), {ROLES[candidate.signer.role]}:"
            )
            echo_lines(
                *certificate_lines(candidate.certificate_info),
                f"  SHA-256: {candidate.signer.sha256}",
            )
        # With --json there is nobody to ask: without --yes nothing is enrolled.
        if not agreed and (as_json or not click.confirm(QUESTION, err=True)):
            continue
        enrol_signer(register, candidate)
        done.append(candidate)
    if as_json:
        print_json({"signers": [_candidate_json(one, enrolled=one in done) for one in candidates]})
    elif not candidates:
        echo_lines("Chứng thư trong gói đều đã ghi sẵn đơn vị; không cần ghi thêm.")
    else:
        echo_lines(f"Đã ghi {len(done)} trong {len(candidates)} chứng thư.")
    return 0 if len(done) == len(candidates) else 1


QUESTION = "Đã gọi điện đối chiếu dấu vân tay với đơn vị; ghi người ký này?"


def _candidate_json(candidate: SignerCandidate, *, enrolled: bool) -> dict[str, object]:
    named = {
        "sha256": candidate.signer.sha256,
        "unit": candidate.unit.code,
        "role": candidate.signer.role,
    }
    shown = {
        key: value
        for key, value in certificate_json(candidate.certificate_info).items()
        # What the province states wins over what the certificate says of itself.
        if key not in named
    }
    return named | {"unit_name": candidate.unit.name, "enrolled": enrolled} | shown


def _echo_trust(register: Register, as_json: bool) -> int:
    objects, signers = list_trust(register)
    if as_json:
        trusted = [{"sha256": one.sha256, "kind": one.kind, "name": one.name} for one in objects]
        who = [
            {
                "sha256": signer.sha256, "unit": signer.unit, "role": signer.role,
                "name": signer.name, "origin": signer.origin,
                "added": signer.added, "who": signer.who,
            }
            for signer in signers
        ]  # fmt: skip
        print_json({"trusted": trusted, "signers": who})
        return 0
    rows = [[one.sha256[:12], KINDS[one.kind], one.name] for one in objects]
    echo_lines(
        *align_table([["SHA-256", "Loại", "Tên"], *rows]) if rows else ["Chưa tin cậy nơi cấp nào."]
    )
    rows = [
        [
            signer.sha256[:12],
            signer.unit,
            ROLES[signer.role],
            signer.name,
            signer.origin,
            signer.who,
        ]
        for signer in signers
    ]
    if rows:
        echo_lines(
            "",
            *align_table(
                [["SHA-256", "Đơn vị", "Vai trò", "Người ký", "Theo", "Người ghi"], *rows]
            ),
        )
    return 0
