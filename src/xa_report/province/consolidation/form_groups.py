"""Communes of one period by the form that they reported by."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Member = TypeVar("Member")


def group_by_form(
    members: Iterable[Member], form_sha256: Callable[[Member], str]
) -> dict[str, tuple[Member, ...]]:
    """Return the members by the hash of their form, the form of most members first.

    Members keep their order. The hash decides between forms of equally many, so that every run and
    every part of the program takes the same one as the first.
    """
    groups: dict[str, list[Member]] = {}
    for member in members:
        groups.setdefault(form_sha256(member), []).append(member)
    order = sorted(groups, key=lambda sha256: (len(groups[sha256]), sha256), reverse=True)
    return {sha256: tuple(groups[sha256]) for sha256 in order}
