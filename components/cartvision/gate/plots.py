"""The losses beside the champion, one row a comparison."""

from collections.abc import Sequence

from cartvision.reports.plots import new_plot, to_png
from cartvision.reports.verdict import Check

MET, NOT_MET = "#26a65b", "#d63031"
A_ROW = 0.24  # inches


def losses(checks: Sequence[Check]) -> bytes | None:
    """Of shares alone: figures in other units would need another axis. The first is on top."""
    shown = [check for check in checks if _is_share(check)][::-1]
    if not shown:
        return None
    figure, axes = new_plot(width=8.5, height=A_ROW * len(shown) + 1)
    for row, check in enumerate(shown):
        colour = MET if check.passed else NOT_MET
        axes.plot(_ends(check), [row, row], color=colour, linewidth=2)
        axes.plot([sum(_ends(check)) / 2], [row], "o", color=colour, markersize=4)
        axes.plot([_allowed(check)], [row], "|", color="#14181f", markersize=9)
    axes.axvline(0, color="#5a6472", linewidth=1)
    axes.set_yticks(range(len(shown)), [check.figure for check in shown])
    axes.set(xlabel="loss against the champion; | is what the policy allows")
    axes.margins(y=0.02)
    axes.set_xlim(*_limits(shown))
    return to_png(figure)


def _is_share(check: Check) -> bool:
    values = (check.value, check.champion)
    return check.low is not None and all(value is not None and 0 <= value <= 1 for value in values)


def _ends(check: Check) -> tuple[float, float]:
    """A share cannot lose more than all of it."""
    assert check.low is not None
    assert check.high is not None
    return max(check.low, -1.0), min(check.high, 1.0)


def _allowed(check: Check) -> float:
    assert check.limit is not None
    assert check.champion is not None
    return abs(check.champion - check.limit)


def _limits(checks: Sequence[Check]) -> tuple[float, float]:
    """Wide enough for all but the widest tenth, which run out of the picture."""
    widths = sorted(max(map(abs, _ends(check))) for check in checks)
    widest = max(widths[int(0.9 * (len(widths) - 1))], *map(_allowed, checks)) * 1.1
    return -widest, widest
