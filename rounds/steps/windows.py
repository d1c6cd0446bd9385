"""Dates that suit nobody or not everybody: what an officer must know to propose better ones (V8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from rounds.submissions.visit import MarkDates, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One window that was proposed: how many it suited, and whom not, by their place among the marks."""

    window: Window
    suited: int
    without: tuple[int, ...]


def clashes(windows: Sequence[Window], marks: Sequence[MarkDates]) -> tuple[Clash, ...]:
    """V8: each window with those whom it does not suit; what suited most first, then the earliest."""
    told = [_clash(window, n, marks) for n, window in enumerate(windows, start=1)]
    return tuple(sorted(told, key=lambda c: (len(c.without), c.window.starts)))


def _clash(window: Window, number: int, marks: Sequence[MarkDates]) -> Clash:
    without = tuple(place for place, mark in enumerate(marks) if number not in mark.suits)
    return Clash(window=window, suited=len(marks) - len(without), without=without)
