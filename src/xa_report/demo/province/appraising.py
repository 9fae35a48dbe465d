"""The province's departments appraise: two rounds, a return, an explanation, the final points."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from xa_report.demo.province.cast import Cast, Player
from xa_report.demo.province.filling import YEAR
from xa_report.demo.province.papers import DEPARTMENT
from xa_report.demo.province.places import Places
from xa_report.demo.province.remarks import MISTAKEN, SCORED, remarks_on, true_score
from xa_report.domain.item import Answer, ExternalScore, ItemValue
from xa_report.domain.province.appraisal import CaseKey, DifferenceCode, DifferenceReason
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.workflow.province.register_setup import open_register

if TYPE_CHECKING:
    from xa_report.province.appraisal.case import CaseDetail
    from xa_report.province.appraisal.entry_validation import EntryChange
    from xa_report.province.database.appraisal import ProvinceValue
    from xa_report.province.register import Register


SURVEY = {"sipas_tthc": 88, "ks_dai_bieu": 86, "ks_doanh_nghiep": 84}
"""What people say of a commune that works as most do."""
FIELDWORK = date(2026, 12, 10)
OF_PROVINCE = {
    "tinh_dinh_danh_hop_nhat": Decimal("71.4"),
    "tinh_httt_lien_thong": Decimal(85),
    "tinh_hai_long_y_te_giao_duc": Decimal("88.6"),
}
DAYS = timedelta(days=10)
"""How long a commune has to correct what was returned."""
MINUTES, WORK_FILES, TRAINING = "1.7", "7.1.1", "5.3.2"
WANTED = {
    MINUTES: "Bổ sung biên bản của cuộc đối thoại thứ hai.",
    WORK_FILES: "Hệ thống của tỉnh ghi ít hồ sơ xử lý trên mạng hơn; đề nghị đối chiếu lại.",
    TRAINING: "Danh sách lớp bồi dưỡng có ít người của xã hơn; đề nghị đối chiếu lại.",
}


@dataclass(frozen=True, slots=True)
class FirstRound:
    """What the first round came to."""

    departments: dict[str, int] = field(default_factory=dict)
    """How many figures and points each has put in place."""
    communes: int = 0


def dossier(desk: "Register", player: Player) -> "CaseDetail":
    """The case of a commune as it stands."""
    from xa_report.province.appraisal.case import load_case_detail

    with desk.register.read() as connection:
        return load_case_detail(desk, connection, CaseKey(player.unit.code, YEAR))


def first_round(desk: "Register", cast: Cast, places: Places) -> FirstRound:
    """Let every department appraise its own criteria of every commune, and close the round."""
    from xa_report.province.appraisal import commands

    counted: dict[str, int] = defaultdict(int)
    desks: dict[str, Register] = {}
    for player in cast.senders:
        for who, given in _by_department(player, dossier(desk, player), cast):
            own = desks.setdefault(who, open_register(str(places.register), who))
            commands.appraise_case(own, CaseKey(player.unit.code, YEAR), given)
            counted[who] += len(given)
        commands.end_first_round(desk, CaseKey(player.unit.code, YEAR))
    return FirstRound(dict(sorted(counted.items())), len(cast.senders))


def _by_department(
    player: Player, found: "CaseDetail", cast: Cast
) -> "Iterator[tuple[str, list[EntryChange]]]":
    by: dict[str, list[EntryChange]] = defaultdict(list)
    for one in remarks_on(player, found, mistaken=player == cast.explains):
        by[_department(found, one.ref)].append(one)
    yield from sorted(by.items())


def _department(found: "CaseDetail", ref: str) -> str:
    """Who appraises a criterion; a figure belongs to whoever appraises what it counts for."""
    from xa_report.domain.receipt import collect_reopened_fields

    for criterion in found.form.leaves():
        if (
            ref == criterion.code
            or ref in collect_reopened_fields(found.form, [criterion.code]).items
        ):
            return criterion.appraiser
    raise KeyError(ref)


def provide(desk: "Register", cast: Cast) -> int:
    """Put in what only the province has: the survey, and its own figures; return how many."""
    from xa_report.province.appraisal import province_values
    from xa_report.province.database.appraisal import WHOLE_PROVINCE, ProvinceValue

    own = [
        ProvinceValue(WHOLE_PROVINCE, YEAR, ref, Answer(value))
        for ref, value in OF_PROVINCE.items()
    ]
    given = [*own, *(one for player in cast.senders for one in _surveyed(player, cast))]
    province_values.set_province_values(desk, YEAR, given)
    return len(given)


def _surveyed(player: Player, cast: Cast) -> "Iterator[ProvinceValue]":
    from xa_report.province.database.appraisal import ProvinceValue

    dice = player.dice("survey")
    swayed = round(player.temper.skill * 10000)
    values: dict[str, ItemValue] = {}
    for ref, usual in SURVEY.items():
        score = Decimal(usual * 100 + swayed + dice.randint(-400, 400)) / 100
        values[ref] = ExternalScore(score, DEPARTMENT, FIELDWORK)
    values["bc_sai_so_lieu"] = Decimal(1 if player == cast.returned[1] else 0)
    values["nop_tu_danh_gia_muon"] = False
    for ref, value in values.items():
        yield ProvinceValue(player.unit.code, YEAR, ref, Answer(value))


def send_back(desk: "Register", cast: Cast) -> dict[str, tuple[str, ...]]:
    """Return two reports with named criteria; say which, by unit code."""
    from xa_report.province.appraisal import commands

    until = desk.register.clock().date() + DAYS
    returned = {}
    for player, lines in zip(cast.returned, _reopened(desk, cast), strict=True):
        commands.return_criteria(desk, CaseKey(player.unit.code, YEAR), lines, until)
        returned[player.unit.code] = tuple(line.code for line in lines)
    return returned


def _reopened(desk: "Register", cast: Cast) -> tuple[tuple[ReopenedCriterion, ...], ...]:
    first = cast.returned[0]
    _, score = true_score(first, dossier(desk, first).report)
    code = DifferenceCode
    return (
        (
            ReopenedCriterion(SCORED, score),
            ReopenedCriterion(MINUTES, DifferenceReason(code.NO_EVIDENCE, WANTED[MINUTES])),
        ),
        tuple(
            ReopenedCriterion(one, DifferenceReason(code.OTHER_SOURCE, WANTED[one]))
            for one in (WORK_FILES, TRAINING)
        ),
    )


def hear(desk: "Register", cast: Cast) -> None:
    """Write down an explanation that came on paper, and accept it."""
    from xa_report.province.appraisal import commands
    from xa_report.province.appraisal.entry_validation import EntryChange
    from xa_report.province.database.appraisal import EntryKind, Explanation

    player = cast.explains
    key = CaseKey(player.unit.code, YEAR)
    text = "Báo cáo quý I gửi qua trục liên thông đúng hạn, kèm ảnh chụp màn hình ngày gửi."
    origin = f"Công văn 61 của {player.unit.agency}"
    commands.record_explanations(desk, key, [Explanation(key.unit, YEAR, MISTAKEN, text, origin)])
    why = DifferenceReason(DifferenceCode.EXPLAINED, "Ngày gửi trên trục liên thông là trước hạn.")
    points = dossier(desk, player).sent.of(MISTAKEN).points
    commands.appraise_case(desk, key, [EntryChange(EntryKind.POINTS, MISTAKEN, points, why)])


def close_all(desk: "Register", players: Iterable[Player]) -> int:
    """Close every case; return how many."""
    from xa_report.province.appraisal import commands

    return len(
        [commands.close_single_case(desk, CaseKey(player.unit.code, YEAR)) for player in players]
    )
