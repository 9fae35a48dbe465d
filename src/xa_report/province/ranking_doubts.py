"""What makes a published ranking doubtful although every number computes again."""

from collections.abc import Iterator

from xa_report.package.ranking_file.ranking_file import Entry, RankingFile
from xa_report.province.register.naming import alike
from xa_report.province.submissions import Submission, Submissions


def name_doubts(ranking: RankingFile, submissions: Submissions) -> tuple[str, ...]:
    """Say which communes bear another code, name or province in the ranking than in what they sent.

    Units are renamed, so this proves nothing; but names that changed places look like it.
    """
    return tuple(_name_doubts(ranking, submissions))


def _name_doubts(ranking: RankingFile, submissions: Submissions) -> Iterator[str]:
    for entry in ranking.entries:
        sent = _sent(entry, submissions)
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
            if alike(said) != alike(own):
                yield (
                    f"Mã {entry.unit.code}: ranking.json ghi “{said}”, gói “{sent.path.name}” ghi "
                    f"“{own}”. Hãy đối chiếu với danh mục đơn vị."
                )
        yield from _code_before(entry, submissions)


def _code_before(entry: Entry, submissions: Submissions) -> Iterator[str]:
    """Whether the report of the period before was sent under the same code."""
    wanted = entry.basis.previous_sha256
    found = submissions.find(wanted) if wanted is not None else None
    if found is not None and found.record.report.unit.code != entry.unit.code:
        yield (
            f"Mã {entry.unit.code}: gói kỳ trước “{found.path.name}” ghi mã "
            f"{found.record.report.unit.code}. Hãy đối chiếu với danh mục đơn vị."
        )


def newer(ranking: RankingFile, submissions: Submissions) -> tuple[Submission, ...]:
    """Later submissions of ranked communes for the same period; the province may have closed."""
    sent = (_sent(entry, submissions) for entry in ranking.entries)
    ranked = {one.record.report.unit.code: one.record.report.sequence for one in sent if one}
    return tuple(
        one
        for one in submissions.read
        for report in (one.record.report,)
        if report.period == ranking.period
        and report.sequence > ranked.get(report.unit.code, report.sequence)
    )


def _sent(entry: Entry, submissions: Submissions) -> Submission | None:
    return submissions.find(entry.manifest_sha256, entry.package_sha256)
