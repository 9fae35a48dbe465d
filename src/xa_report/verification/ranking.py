"""Verification of a published ranking: recomputation from the packages, differences and doubts."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from xa_report.assess.province.appraisal import appraise_report, with_survey
from xa_report.assess.province.ranking import RULE_VERSION, build_candidate, rank_communes
from xa_report.definitions.reader import form_from_bytes, plan_from_bytes
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.plan import Plan
from xa_report.domain.province.appraisal import ProvinceAdjustments
from xa_report.domain.province.ranking import RankedCommune, RankingCandidate, TieBreakKey
from xa_report.domain.report import Report
from xa_report.domain.unit import normalize_unit_name
from xa_report.errors import DefinitionError
from xa_report.package.published_ranking import RankingEntry, RankingFile
from xa_report.verification.submission_files import SubmissionFile, SubmissionFileSet


@dataclass(frozen=True, slots=True)
class _RankingInputs:
    """What a ranking is computed on."""

    ranking: RankingFile
    form: Form
    plans: tuple[Plan, ...]
    submissions: SubmissionFileSet

    def find(self, entry: RankingEntry) -> SubmissionFile | None:
        """The submission of a commune."""
        return self.submissions.find(entry.manifest_sha256, entry.package_sha256)

    def another(self, code: str, entry: RankingEntry) -> bool:
        """Whether a code is that of another commune of the ranking; it may also be a former one."""
        return code != entry.unit.code and any(e.unit.code == code for e in self.ranking.entries)


def ranking_differences(ranking: RankingFile, submissions: SubmissionFileSet) -> tuple[str, ...]:
    """Compute a ranking again; return every difference as a sentence, none when all agrees.

    Among the submissions are those of the period before where figures were compared with it. Says
    nothing about signatures.
    """
    if ranking.rule_version != RULE_VERSION:
        return (
            f"ranking.json xếp hạng theo quy tắc “{ranking.rule_version}”, phần mềm này chỉ biết "
            f"“{RULE_VERSION}”. Hãy dùng đúng bản phần mềm.",
        )
    try:
        form = with_survey(form_from_bytes(ranking.form), ranking.survey)
        plans = tuple(plan_from_bytes(plan) for plan in ranking.plans)
    except DefinitionError as error:
        return (f"Bộ tiêu chí hoặc kế hoạch trong ranking.json không dùng được. {error}",)
    return tuple(_iter_differences(_RankingInputs(ranking, form, plans, submissions)))


def referenced_submissions(
    ranking: RankingFile, submissions: SubmissionFileSet
) -> tuple[SubmissionFile, ...]:
    """The submissions that a ranking speaks of, those of the period before included."""
    wanted = [(entry.manifest_sha256, entry.package_sha256) for entry in ranking.entries]
    before = [(entry.basis.previous_sha256, None) for entry in ranking.entries]
    found = (submissions.find(*names) for names in (*wanted, *before))
    return tuple({one.path: one for one in found if one is not None}.values())


def _iter_differences(ranking_inputs: _RankingInputs) -> Iterator[str]:
    if any(ranking_inputs.find(entry) is None for entry in ranking_inputs.ranking.entries):
        yield from ranking_inputs.submissions.faults
    counted: list[RankingCandidate] = []
    for entry in ranking_inputs.ranking.entries:
        told, contestant = _check_entry(entry, ranking_inputs)
        counted.append(contestant)
        yield from told
    yield from order_differences(ranking_inputs.ranking, counted)


def _check_entry(
    entry: RankingEntry, ranking_inputs: _RankingInputs
) -> tuple[list[str], RankingCandidate]:
    """What is wrong with one commune, and how it stands: as computed, else as the file says."""
    submission = ranking_inputs.find(entry)
    if submission is None:
        missing = f"không có gói mang mã bản kê {entry.manifest_sha256[:12]}…; chưa tính lại được."
        return [f"{commune_label(entry)}: {missing}"], _claimed_candidate(entry)
    told = [
        f"{commune_label(entry)}: {what}"
        for what in _identity_differences(entry, submission, ranking_inputs)
    ]
    if told:
        return told, _claimed_candidate(entry)
    try:
        appraised = _recompute_entry(entry, submission.record.report, ranking_inputs)
    except ValueError as error:
        return [
            f"{commune_label(entry)}: điểm tỉnh đặt không dùng được. {error}"
        ], _claimed_candidate(entry)
    both = (appraised, appraised)
    manifest = submission.manifest_sha256
    contestant = build_candidate(entry.unit, manifest, both, ranking_inputs.form, entry.closed)
    told = [
        f"{commune_label(entry)}: {what}"
        for what in number_differences(entry, appraised, contestant.tie_break_keys)
    ]
    return told, contestant


def _claimed_candidate(entry: RankingEntry) -> RankingCandidate:
    """A commune as the file says it stands, so that the ranks of the others can be judged."""
    result = entry.result
    return RankingCandidate(
        entry.unit,
        entry.manifest_sha256,
        result,
        result,
        entry.percent,
        tie_break_keys=entry.tie_break_keys,
    )


def _identity_differences(
    entry: RankingEntry, submission: SubmissionFile, ranking_inputs: _RankingInputs
) -> Iterator[str]:
    """Whether the submission is the one that the file speaks of."""
    report = submission.record.report
    if ranking_inputs.another(report.unit.code, entry):
        yield f"gói “{submission.path.name}” là của đơn vị khác ({report.unit.code})."
    province = ranking_inputs.ranking.province
    if entry.unit.province_code != province.code:
        yield f"không thuộc {province.name} ({province.code}) mà ranking.json xếp hạng."
    if report.period != ranking_inputs.ranking.period:
        yield f"gói “{submission.path.name}” là của kỳ {report.period}."
    if submission.package_sha256 not in (None, entry.package_sha256):
        yield f"gói “{submission.path.name}” không phải đúng tệp mà tỉnh đã nhận (khác mã băm)."
    if report.form_sha256 != ranking_inputs.form.sha256:
        yield "xã chấm theo bộ tiêu chí khác với bộ trong ranking.json."
    if set(report.plan_sha256) - {plan.sha256 for plan in ranking_inputs.plans}:
        yield "xã đối chiếu với kế hoạch không có trong ranking.json."
    yield from _unfit_adjustments(entry.basis.adjustments, submission, ranking_inputs)
    yield from _previous_report_differences(entry, ranking_inputs)


def _previous_report_differences(
    entry: RankingEntry, ranking_inputs: _RankingInputs
) -> Iterator[str]:
    """Whether the report of the period before is there and the commune's own."""
    wanted = entry.basis.previous_sha256
    if wanted is None:
        return
    found = ranking_inputs.submissions.find(wanted)
    if found is None:
        yield f"không có gói kỳ trước mang mã bản kê {wanted[:12]}…; chưa tính lại được."
    elif ranking_inputs.another(found.record.report.unit.code, entry):
        yield f"gói kỳ trước “{found.path.name}” là của đơn vị khác."
    elif found.record.report.period != ranking_inputs.ranking.period.previous():
        yield f"gói kỳ trước “{found.path.name}” là của kỳ {found.record.report.period}."
    else:
        yield from _unfit_adjustments(ProvinceAdjustments(), found, ranking_inputs)


def _unfit_adjustments(
    adjustments: ProvinceAdjustments, submission: SubmissionFile, ranking_inputs: _RankingInputs
) -> Iterator[str]:
    """Answers and points that do not fit what the form asks; rules rely on it."""
    codes = {criterion.code for criterion in ranking_inputs.form.leaves()}
    for code in sorted(adjustments.points.keys() - codes):
        yield f"tỉnh đặt điểm cho “{code}”, bộ tiêu chí không có mục này."
    kinds = {ref: item.kind for plan in ranking_inputs.plans for ref, item in plan.items.items()}
    kinds |= {ref: item.kind for ref, item in ranking_inputs.form.items.items()}
    given = {ref: ranking_inputs.ranking.kinds[ref] for ref in adjustments.answers}
    for ref, kind in (*given.items(), *submission.record.kinds.items()):
        if kind is not kinds.get(ref, kind):
            yield f"số liệu “{ref}” ghi kiểu {kind}, bộ tiêu chí cần kiểu {kinds[ref]}."


def _recompute_entry(
    entry: RankingEntry, report: Report, ranking_inputs: _RankingInputs
) -> Assessment:
    """What the rules give; raise ValueError on points that cannot be."""
    before = ranking_inputs.submissions.find(entry.basis.previous_sha256)
    previous = before.record.report if before else None
    return appraise_report(
        report, ranking_inputs.form, ranking_inputs.plans, entry.basis.adjustments, previous
    )


def omitted_submissions(
    ranking: RankingFile, submissions: SubmissionFileSet
) -> tuple[SubmissionFile, ...]:
    """Reports of the province for this period and form whose communes stand nowhere in the file.

    Whether they should stand there depends on their signatures.
    """
    listed = {entry.unit.code for entry in ranking.entries}
    ranked = (submissions.find(e.manifest_sha256, e.package_sha256) for e in ranking.entries)
    listed |= {one.record.report.unit.code for one in ranked if one is not None}
    form = sha256(ranking.form).hexdigest()
    wanted = (ranking.period, form, ranking.province.code)
    return tuple(
        one
        for one in submissions.files
        for report in (one.record.report,)
        if (report.period, report.form_sha256, report.unit.province_code) == wanted
        and report.unit.code not in listed
    )


def commune_label(entry: RankingEntry) -> str:
    """A commune as sentences name it: `Xã Tân Hội (25525)`."""
    return f"{entry.unit.name} ({entry.unit.code})"


def number_differences(
    entry: RankingEntry, assessment: Assessment, keys: tuple[TieBreakKey, ...]
) -> Iterator[str]:
    """Yield every number of a commune that is not what the rules give."""
    if entry.result != assessment.result:
        yield _difference_sentence(
            "kết quả", show_number(entry.result), show_number(assessment.result)
        )
    if entry.applicable != assessment.applicable:
        told = show_number(entry.applicable), show_number(assessment.applicable)
        yield _difference_sentence("điểm tối đa áp dụng", *told)
    if entry.percent != assessment.percent:
        yield _difference_sentence(
            "tỷ lệ chính xác",
            _exact_number_text(entry.percent),
            _exact_number_text(assessment.percent),
        )
    if entry.percent_shown != assessment.percent_shown:
        yield _difference_sentence(
            "tỷ lệ", _percent_text(entry.percent_shown), _percent_text(assessment.percent_shown)
        )
    if (entry.rating, entry.void) != (assessment.rating.name, assessment.rating.void):
        rated = _rating_text(assessment.rating.name, assessment.rating.void)
        yield _difference_sentence("xếp loại", _rating_text(entry.rating, entry.void), rated)
    if entry.tie_break_keys != keys:
        told = (
            "; ".join(map(_exact_number_text, entry.tie_break_keys)),
            "; ".join(map(_exact_number_text, keys)),
        )
        yield _difference_sentence("tiêu chí phụ", *told)


def _difference_sentence(what: str, stated: str, computed: str) -> str:
    return f"{what} ghi {stated}, tính lại được {computed}."


def _exact_number_text(number: TieBreakKey) -> str:
    if number is None:
        return "không có"
    return f"{number.numerator}/{number.denominator} (khoảng {show_percent(number, 4)})"


def _percent_text(number: Decimal | None) -> str:
    return "không có" if number is None else f"{show_number(number)} %"


def _rating_text(name: str, void: bool) -> str:
    return "bị loại trừ" if void else f"“{name}”" if name else "không có"


def order_differences(ranking: RankingFile, candidates: list[RankingCandidate]) -> Iterator[str]:
    """Yield what in ranks, ties and the order of the file is not what the rules give."""
    found = rank_communes(candidates)
    placed: dict[str, RankedCommune] = {one.candidate.unit.code: one for one in found.ranked}
    for entry in ranking.entries:
        one = placed.get(entry.unit.code)
        wanted = one.rank if one else None
        if entry.rank != wanted:
            yield f"{commune_label(entry)}: {_difference_sentence('hạng', _rank_text(entry.rank), _rank_text(wanted))}"
        ties = (one.tied, one.separated_by_key) if one else (False, False)
        if (entry.tied, entry.separated_by_key) != ties:
            told = _tie_text(entry.tied, entry.separated_by_key), _tie_text(*ties)
            yield f"{commune_label(entry)}: {_difference_sentence('đồng hạng', *told)}"
    order = [*placed, *(one.unit.code for one in found.unranked)]
    if [entry.unit.code for entry in ranking.entries] != order:
        yield "Thứ tự các xã trong ranking.json không theo quy tắc xếp hạng."


def _rank_text(number: int | None) -> str:
    return "không xếp hạng" if number is None else str(number)


def _tie_text(tied: bool, broken: bool) -> str:
    words = ["có" if tied else "không"]
    return ", ".join([*words, *(["đã phân bằng tiêu chí phụ"] if broken else [])])


def name_doubts(ranking: RankingFile, submissions: SubmissionFileSet) -> tuple[str, ...]:
    """Say which communes bear another code, name or province in the ranking than in what they sent.

    Units are renamed, so this proves nothing; but names that changed places look like it.
    """
    return tuple(_name_doubts(ranking, submissions))


def _name_doubts(ranking: RankingFile, submissions: SubmissionFileSet) -> Iterator[str]:
    for entry in ranking.entries:
        sent = _submission_of_entry(entry, submissions)
        if sent is None:
            continue
        unit, above = sent.record.report.unit, ranking.province
        pairs = (
            (entry.unit.code, unit.code),
            (entry.unit.name, unit.name),
            (entry.unit.kind, unit.kind),
            (above.name, unit.province_name or above.name),
            (above.code, unit.province_code or above.code),
        )
        for said, own in pairs:
            if normalize_unit_name(said) != normalize_unit_name(own):
                yield (
                    f"Mã {entry.unit.code}: ranking.json ghi “{said}”, gói “{sent.path.name}” ghi "
                    f"“{own}”. Hãy đối chiếu với danh mục đơn vị."
                )
        yield from _previous_code_doubts(entry, submissions)


def _previous_code_doubts(entry: RankingEntry, submissions: SubmissionFileSet) -> Iterator[str]:
    """Whether the report of the period before was sent under the same code."""
    wanted = entry.basis.previous_sha256
    found = submissions.find(wanted) if wanted is not None else None
    if found is not None and found.record.report.unit.code != entry.unit.code:
        yield (
            f"Mã {entry.unit.code}: gói kỳ trước “{found.path.name}” ghi mã "
            f"{found.record.report.unit.code}. Hãy đối chiếu với danh mục đơn vị."
        )


def later_submissions(
    ranking: RankingFile, submissions: SubmissionFileSet
) -> tuple[SubmissionFile, ...]:
    """Later submissions of ranked communes for the same period; the province may have closed."""
    sent = (_submission_of_entry(entry, submissions) for entry in ranking.entries)
    ranked = {one.record.report.unit.code: one.record.report.sequence for one in sent if one}
    return tuple(
        one
        for one in submissions.files
        for report in (one.record.report,)
        if report.period == ranking.period
        and report.sequence > ranked.get(report.unit.code, report.sequence)
    )


def _submission_of_entry(
    entry: RankingEntry, submissions: SubmissionFileSet
) -> SubmissionFile | None:
    return submissions.find(entry.manifest_sha256, entry.package_sha256)
