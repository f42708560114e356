"""F1 of every attribute with its interval, the worst on top."""

from cartvision.findings.plots.look import LIGHT, RIGHT, name_rows
from cartvision.reports.metrics import Metric, Report
from cartvision.reports.plots import new_plot, to_png

MOST = 30  # attributes: more rows are not read
A_ROW = 0.24  # inches


def plot(report: Report) -> bytes | None:
    """Those without a known positive have no F1 and no row."""
    told = {name: one["f1"] for name, one in report.per_class.items() if "f1" in one}
    if not told:
        return None
    worst = sorted(told.items(), key=lambda item: (item[1].value, item[0]))[:MOST]
    figure, axes = new_plot(width=7.6, height=A_ROW * len(worst) + 1)
    for row, (_, f1) in enumerate(worst):
        if f1.low is not None and f1.high is not None:
            axes.plot([f1.low, f1.high], [row, row], color=LIGHT, linewidth=3)
        axes.plot([f1.value], [row], "o", color=RIGHT, markersize=5)
    name_rows(axes, [name for name, _ in worst], counts=[_words(f1) for _, f1 in worst])
    if len(told) > len(worst):
        axes.set_title(f"The {len(worst)} worst of {len(told)}", loc="left", fontsize=10)
    axes.set(xlabel="F1 on known labels", xlim=(0, 1.02))
    return to_png(figure)


def _words(f1: Metric) -> str:
    return f"{f1.value:.2f}, n = {f1.support:,}"
