"""Section V: what is asked of the province; nothing that the data does not say."""

from collections.abc import Iterator

from xa_report.domain.assessment import ScoreState
from xa_report.domain.finding import FindingCode
from xa_report.domain.numbers import show_number
from xa_report.export.document.sections.section import Line, Section
from xa_report.export.document.source import Source
from xa_report.export.document.words import codes, sentence


def requests(source: Source) -> Section:
    """Appraisal, the province's own part, and plans that disagree."""
    told = [f"{number}. {text}" for number, text in enumerate(_asked(source), start=1)]
    return Section("Đề nghị", (Line(_opening(source)), *map(Line, told)))


def _opening(source: Source) -> str:
    asked = [part.strip(" .-") for part in source.report.letterhead.recipient.split(";")]
    named = ", ".join(part for part in asked if part) or "cấp trên"
    return f"{source.agency} đề nghị {named}:"


def _asked(source: Source) -> Iterator[str]:
    if not source.scored:
        yield f"Tiếp nhận số liệu {source.report.period.label} của {source.agency}."
        yield from _disagreeing(source)
        return
    result = show_number(source.assessment.result)
    applicable = show_number(source.assessment.applicable)
    yield (
        f"Thẩm định kết quả tự đánh giá {source.report.period.label} của {source.agency} "
        f"({result}/{applicable} điểm)."
    )
    province = [c for c in source.assessment.criteria if c.leaf and c.state is ScoreState.PROVINCE]
    if province:
        points = show_number(sum(c.max for c in province))
        yield (
            f"Chấm điểm {len(province)} tiêu chí do tỉnh đánh giá, tối đa {points} điểm "
            f"({codes(province)})."
        )
    yield from _disagreeing(source)


def _disagreeing(source: Source) -> Iterator[str]:
    for finding in source.assessment.findings:
        if finding.code == FindingCode.TARGETS_DISAGREE.number:
            yield f"Hướng dẫn mức áp dụng thống nhất. {sentence(finding.message)}"
