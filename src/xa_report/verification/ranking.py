"""Verification of a published ranking: recomputation from the packages, and differences."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from xa_report.assess.province.appraisal import appraise_report, with_survey
from xa_report.assess.province.ranking import RULE_VERSION, build_candidate, rank_communes
from xa_report.assess.record_check import counted_report, without_province_answers
from xa_report.definitions.reader import form_from_bytes, plan_from_bytes
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.plan import Plan
from xa_report.domain.province.appraisal import ProvinceAdjustments
from xa_report.domain.province.ranking import RankingCandidate, TieBreakKey
from xa_report.domain.report import Report
from xa_report.domain.unit import normalize_unit_name
from xa_report.errors import DefinitionError
from xa_report.package.published_ranking import RankingEntry, RankingFile
from xa_report.verification.submission_files import SubmissionFile, SubmissionFileSet


@dataclass(frozen=True, slots=True)
class _RankingInputs:
    """Ranking to verify, its parsed definitions, and the submissions at hand."""

    ranking: RankingFile
    form: Form
    plans: tuple[Plan, ...]
    submissions: SubmissionFileSet

    def is_other_commune(self, code: str, entry: RankingEntry) -> bool:
        """Return whether a code is another ranked commune's; a former code of this one is none."""
        return code != entry.unit.code and any(e.unit.code == code for e in self.ranking.entries)


def ranking_differences(ranking: RankingFile, submissions: SubmissionFileSet) -> tuple[str, ...]:
    """Compute a ranking again; return a sentence for each difference, none when all agrees.

    `submissions` must hold those of the period before where figures were compared with it.
    Signatures are not verified.
    """
    # First of all: by other rules every rank might differ, and none would be wrong.
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
    """Return the submissions of the ranked communes, then those of the period before, each once."""
    ranked = [_submission_of_entry(entry, submissions) for entry in ranking.entries]
    previous = [submissions.find(entry.basis.previous_sha256) for entry in ranking.entries]
    by_path = {one.path: one for one in (*ranked, *previous) if one is not None}
    return tuple(by_path.values())


def _iter_differences(ranking_inputs: _RankingInputs) -> Iterator[str]:
    if any(
        _submission_of_entry(entry, ranking_inputs.submissions) is None
        for entry in ranking_inputs.ranking.entries
    ):
        # A damaged file matters only where one is missing: the folder may hold others.
        yield from ranking_inputs.submissions.faults
    candidates: list[RankingCandidate] = []
    for entry in ranking_inputs.ranking.entries:
        differences, candidate = _check_entry(entry, ranking_inputs)
        candidates.append(candidate)
        yield from differences
    yield from order_differences(ranking_inputs.ranking, candidates)


def _check_entry(
    entry: RankingEntry, ranking_inputs: _RankingInputs
) -> tuple[list[str], RankingCandidate]:
    """Return the differences of one commune, and its candidate: recomputed, else as claimed."""
    submission = _submission_of_entry(entry, ranking_inputs.submissions)
    if submission is None:
        missing = f"không có gói mang mã bản kê {entry.manifest_sha256[:12]}…; chưa tính lại được."
        return [f"{commune_label(entry)}: {missing}"], _claimed_candidate(entry)
    # Numbers of another submission would differ everywhere: its identity is all that is told.
    mismatches = [
        f"{commune_label(entry)}: {text}"
        for text in _identity_differences(entry, submission, ranking_inputs)
    ]
    if mismatches:
        return mismatches, _claimed_candidate(entry)
    try:
        appraised = _recompute_entry(entry, submission.record.report, ranking_inputs)
    except ValueError as error:
        return [
            f"{commune_label(entry)}: điểm tỉnh đặt không dùng được. {error}"
        ], _claimed_candidate(entry)
    candidate = build_candidate(
        entry.unit,
        submission.manifest_sha256,
        ranking_inputs.form,
        sent=appraised,
        appraised=appraised,
        # Taken over: whether a case is closed stands in no package.
        closed=entry.closed,
    )
    differences = [
        f"{commune_label(entry)}: {text}"
        for text in number_differences(entry, appraised, candidate.tie_break_keys)
    ]
    return differences, candidate


def _claimed_candidate(entry: RankingEntry) -> RankingCandidate:
    """Build a candidate from the file's numbers, so that the ranks of the others can be checked."""
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
    """Yield a sentence for each way in which the submission is not the one that was ranked."""
    report = submission.record.report
    if ranking_inputs.is_other_commune(report.unit.code, entry):
        yield f"gói “{submission.path.name}” là của đơn vị khác ({report.unit.code})."
    province = ranking_inputs.ranking.province
    if entry.unit.province_code != province.code:
        yield f"không thuộc {province.name} ({province.code}) mà ranking.json xếp hạng."
    if report.period != ranking_inputs.ranking.period:
        yield f"gói “{submission.path.name}” là của kỳ {report.period}."
    # None: a PDF alone carries the same record, without the bytes of the package.
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
    """Yield a sentence when the report of the period before is absent or not the commune's own."""
    wanted = entry.basis.previous_sha256
    if wanted is None:
        return
    previous = ranking_inputs.submissions.find(wanted)
    if previous is None:
        yield f"không có gói kỳ trước mang mã bản kê {wanted[:12]}…; chưa tính lại được."
    elif ranking_inputs.is_other_commune(previous.record.report.unit.code, entry):
        yield f"gói kỳ trước “{previous.path.name}” là của đơn vị khác."
    elif previous.record.report.period != ranking_inputs.ranking.period.previous():
        yield f"gói kỳ trước “{previous.path.name}” là của kỳ {previous.record.report.period}."
    else:
        yield from _unfit_adjustments(ProvinceAdjustments(), previous, ranking_inputs)


def _unfit_adjustments(
    adjustments: ProvinceAdjustments, submission: SubmissionFile, ranking_inputs: _RankingInputs
) -> Iterator[str]:
    """Yield sentences on points and answers that do not fit the form; rules rely on it."""
    codes = {criterion.code for criterion in ranking_inputs.form.leaves()}
    for code in sorted(adjustments.points.keys() - codes):
        yield f"tỉnh đặt điểm cho “{code}”, bộ tiêu chí không có mục này."
    kinds = {ref: item.kind for plan in ranking_inputs.plans for ref, item in plan.items.items()}
    kinds |= {ref: item.kind for ref, item in ranking_inputs.form.items.items()}
    adjusted = {ref: ranking_inputs.ranking.kinds[ref] for ref in adjustments.answers}
    for ref, kind in (*adjusted.items(), *submission.record.kinds.items()):
        if kind is not kinds.get(ref, kind):
            yield f"số liệu “{ref}” ghi kiểu {kind}, bộ tiêu chí cần kiểu {kinds[ref]}."


def _recompute_entry(
    entry: RankingEntry, report: Report, ranking_inputs: _RankingInputs
) -> Assessment:
    """Assess a report with the province's adjustments; raise ValueError on impossible points."""
    form, plans = ranking_inputs.form, ranking_inputs.plans
    before = ranking_inputs.submissions.find(entry.basis.previous_sha256)
    previous = without_province_answers(before.record.report, form, plans) if before else None
    # What the commune may not say does not count here either, as in the register.
    counted = counted_report(report, form, plans, entry.unit)
    return appraise_report(counted, form, plans, entry.basis.adjustments, previous)


def omitted_submissions(
    ranking: RankingFile, submissions: SubmissionFileSet
) -> tuple[SubmissionFile, ...]:
    """Return submissions of the province for this period and form whose communes are not ranked.

    In the order of `submissions`. Their signatures, not verified here, decide whether a commune
    was left out wrongly.
    """
    # A commune counts as ranked under either code: the one in the file and the one it sent.
    listed = {entry.unit.code for entry in ranking.entries}
    ranked = (submissions.find(e.manifest_sha256, e.package_sha256) for e in ranking.entries)
    listed |= {one.record.report.unit.code for one in ranked if one is not None}
    form = sha256(ranking.form).hexdigest()
    wanted = (ranking.period, form, ranking.province.code)
    return tuple(
        submission_file
        for submission_file in submissions.files
        for report in (submission_file.record.report,)
        if (report.period, report.form_sha256, report.unit.province_code) == wanted
        and report.unit.code not in listed
    )


def commune_label(entry: RankingEntry) -> str:
    """Return name and code of a commune for a sentence: `Xã Tân Hội (25525)`."""
    return f"{entry.unit.name} ({entry.unit.code})"


def number_differences(
    entry: RankingEntry, assessment: Assessment, keys: tuple[TieBreakKey, ...]
) -> Iterator[str]:
    """Yield a sentence for each number of a commune that differs from the recomputed one."""
    if entry.result != assessment.result:
        yield _difference_sentence(
            "kết quả", show_number(entry.result), show_number(assessment.result)
        )
    if entry.applicable != assessment.applicable:
        yield _difference_sentence(
            "điểm tối đa áp dụng", show_number(entry.applicable), show_number(assessment.applicable)
        )
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
        computed = _rating_text(assessment.rating.name, assessment.rating.void)
        yield _difference_sentence("xếp loại", _rating_text(entry.rating, entry.void), computed)
    if entry.tie_break_keys != keys:
        yield _difference_sentence(
            "tiêu chí phụ",
            "; ".join(map(_exact_number_text, entry.tie_break_keys)),
            "; ".join(map(_exact_number_text, keys)),
        )


def _difference_sentence(subject: str, stated: str, computed: str) -> str:
    return f"{subject} ghi {stated}, tính lại được {computed}."


def _exact_number_text(number: TieBreakKey) -> str:
    if number is None:
        return "không có"
    # As a fraction: two percentages that differ may look the same when they are rounded.
    return f"{number.numerator}/{number.denominator} (khoảng {show_percent(number, 4)})"


def _percent_text(number: Decimal | None) -> str:
    return "không có" if number is None else f"{show_number(number)} %"


def _rating_text(name: str, void: bool) -> str:
    return "bị loại trừ" if void else f"“{name}”" if name else "không có"


def order_differences(ranking: RankingFile, candidates: list[RankingCandidate]) -> Iterator[str]:
    """Yield a sentence for each rank and tie, and for the order, that the rules do not give."""
    computed = rank_communes(candidates)
    ranked_by_code = {commune.candidate.unit.code: commune for commune in computed.ranked}
    for entry in ranking.entries:
        commune = ranked_by_code.get(entry.unit.code)
        rank = commune.rank if commune else None
        if entry.rank != rank:
            sentence = _difference_sentence("hạng", _rank_text(entry.rank), _rank_text(rank))
            yield f"{commune_label(entry)}: {sentence}"
        tie = _tie_text(commune.tied, commune.separated_by_key) if commune else _NO_TIE_TEXT
        claimed_tie = _tie_text(entry.tied, entry.separated_by_key)
        if claimed_tie != tie:
            sentence = _difference_sentence("đồng hạng", claimed_tie, tie)
            yield f"{commune_label(entry)}: {sentence}"
    order = [*ranked_by_code, *(candidate.unit.code for candidate in computed.unranked)]
    if [entry.unit.code for entry in ranking.entries] != order:
        yield "Thứ tự các xã trong ranking.json không theo quy tắc xếp hạng."


def _rank_text(number: int | None) -> str:
    return "không xếp hạng" if number is None else str(number)


def _tie_text(tied: bool, separated: bool) -> str:
    text = "có" if tied else "không"
    return f"{text}, đã phân bằng tiêu chí phụ" if separated else text


_NO_TIE_TEXT = _tie_text(tied=False, separated=False)


def name_doubts(ranking: RankingFile, submissions: SubmissionFileSet) -> tuple[str, ...]:
    """Return a sentence for each code, name, kind or province that differs from what was sent.

    Units are renamed, so this proves nothing; but two communes that were swapped look like it.
    """
    return tuple(_name_doubts(ranking, submissions))


def _name_doubts(ranking: RankingFile, submissions: SubmissionFileSet) -> Iterator[str]:
    for entry in ranking.entries:
        submission = _submission_of_entry(entry, submissions)
        if submission is None:
            continue
        unit, province = submission.record.report.unit, ranking.province
        pairs = (
            (entry.unit.code, unit.code),
            (entry.unit.name, unit.name),
            (entry.unit.kind, unit.kind),
            (province.name, unit.province_name or province.name),
            (province.code, unit.province_code or province.code),
        )
        for stated, own in pairs:
            if normalize_unit_name(stated) != normalize_unit_name(own):
                yield (
                    f"Mã {entry.unit.code}: ranking.json ghi “{stated}”, gói "
                    f"“{submission.path.name}” ghi “{own}”. Hãy đối chiếu với danh mục đơn vị."
                )
        yield from _previous_code_doubts(entry, submissions)


def _previous_code_doubts(entry: RankingEntry, submissions: SubmissionFileSet) -> Iterator[str]:
    """Yield a sentence when the report of the period before was sent under another code."""
    wanted = entry.basis.previous_sha256
    previous = submissions.find(wanted) if wanted is not None else None
    if previous is not None and previous.record.report.unit.code != entry.unit.code:
        yield (
            f"Mã {entry.unit.code}: gói kỳ trước “{previous.path.name}” ghi mã "
            f"{previous.record.report.unit.code}. Hãy đối chiếu với danh mục đơn vị."
        )


def later_submissions(
    ranking: RankingFile, submissions: SubmissionFileSet
) -> tuple[SubmissionFile, ...]:
    """Return later submissions of ranked communes for the period; the case may have been closed."""
    sent = (_submission_of_entry(entry, submissions) for entry in ranking.entries)
    ranked = {one.record.report.unit.code: one.record.report.sequence for one in sent if one}
    return tuple(
        submission_file
        for submission_file in submissions.files
        for report in (submission_file.record.report,)
        if report.period == ranking.period
        and report.sequence > ranked.get(report.unit.code, report.sequence)
    )


def _submission_of_entry(
    entry: RankingEntry, submissions: SubmissionFileSet
) -> SubmissionFile | None:
    return submissions.find(entry.manifest_sha256, entry.package_sha256)
