"""A page shows what it was given, needs nothing beside it, and trusts no text."""

import base64
from html.parser import HTMLParser

import pytest

from cartvision.reports.page import Alarm, Cell, Section, page, write_page
from cartvision.reports.plots import bars

PNG = bars({"milk": 2.0, "juice": 1.0}, x="objects")
EVIL = "<script>alert('1')</script> & \"sons\""


class Read(HTMLParser):
    """What a browser would see: texts by tag, and the addresses it would fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {}
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        if self.tags and data.strip():
            self.texts.setdefault(self.tags[-1], []).append(data.strip())


def written(*sections: Section, title: str = "Ingest", **figures: object) -> Read:
    return Read(page(title, lead="from a store", figures=figures, sections=sections))


def test_title_lead_and_figures_are_shown():
    shown = written(pictures=120, quarantined=3)
    assert shown.texts["h1"] == ["Ingest"]
    assert shown.texts["p"] == ["from a store"]
    assert shown.texts["dt"] == ["pictures", "quarantined"]
    assert shown.texts["dd"] == ["120", "3"]


def test_a_table_is_shown_row_by_row():
    table = Section("Splits", columns=["split", "pictures"], rows=[["train", 90], ["test", 30]])
    shown = written(table)
    assert shown.texts["th"] == ["split", "pictures"]
    assert shown.texts["td"] == ["train", "90", "test", "30"]


def test_sections_come_in_their_order_with_their_words():
    shown = written(Section("First", text="one"), Section("Second", text="two"))
    assert shown.texts["h2"] == ["First", "Second"]
    assert shown.texts["p"] == ["from a store", "one", "two"]


def test_a_section_of_words_has_no_table_and_no_picture():
    assert not {"table", "img"} & set(written(Section("Words", text="only")).tags)


def test_pictures_lie_in_the_page_itself():
    (address,) = written(Section("Objects", pictures=[PNG])).addresses
    kind, encoded = address.split(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(encoded) == PNG


def test_a_note_stands_beside_its_value():
    html = page(
        "Evaluate",
        lead="",
        figures={"recall": Cell("0.9", note="0.8–0.95")},
        sections=[Section("s", columns=["c"], rows=[[Cell("0.5", note="of 7")]])],
    )
    assert "<dd>0.9<small>0.8–0.95</small></dd>" in html
    assert "<td>0.5<small>of 7</small></td>" in html


def test_a_cell_of_a_kind_has_its_colour_and_the_others_have_none():
    table = Section("s", columns=["a", "b"], rows=[[Cell("-1", kind="worse"), Cell("0")]])
    html = page("t", lead="", figures={}, sections=[table])
    assert '<td class="worse">-1</td>' in html
    assert "<td>0</td>" in html


def test_a_long_table_is_folded_away():
    table = Section("Rows", columns=["a"], rows=[[1]], folded="All 80 rows")
    shown = written(table)
    assert shown.tags.index("details") < shown.tags.index("summary") < shown.tags.index("table")
    assert shown.texts["summary"] == ["All 80 rows"]


def test_a_table_is_open_where_nobody_folds_it():
    assert "details" not in written(Section("Rows", columns=["a"], rows=[[1]])).tags


def test_alarms_stand_above_everything_else():
    alarm = Alarm("Do not trust this", text="the answers are misread; convert them", note="a.jpg")
    html = page("Evaluate", lead="on test", alarms=[alarm], figures={"f": 1}, sections=[])
    places = [html.index(word) for word in ("Do not trust", "misread", ">a.jpg<", "<dl>")]
    assert places == sorted(places)
    assert 'class="alarm" role="alert"' in html


def alarming(text: str) -> Read:
    return Read(page("t", lead="", figures={}, sections=[], alarms=[Alarm(text, text="")]))


@pytest.mark.parametrize(
    ("shown", "tag"),
    [
        pytest.param(written(title=EVIL), "h1", id="title"),
        pytest.param(written(Section(EVIL)), "h2", id="section"),
        pytest.param(written(Section("s", columns=["c"], rows=[[EVIL]])), "td", id="cell"),
        pytest.param(written(outcome=EVIL), "dd", id="figure"),
        pytest.param(written(outcome=Cell("1", note=EVIL)), "small", id="note"),
        pytest.param(alarming(EVIL), "strong", id="alarm"),
    ],
)
def test_text_is_text_and_never_markup(shown, tag):
    assert EVIL in shown.texts[tag]
    assert "script" not in shown.tags


def test_a_page_goes_into_its_report_and_where_the_ui_looks(tmp_path):
    write_page("<p>é</p>", report=tmp_path / "report", page=tmp_path / "ui" / "page")
    assert (tmp_path / "report" / "report.html").read_text() == "<p>é</p>"
    assert (tmp_path / "ui" / "page").read_text() == "<p>é</p>"


def test_a_person_needs_no_second_page(tmp_path):
    write_page("<p></p>", report=tmp_path / "report", page=None)
    assert [path.name for path in tmp_path.rglob("*.*")] == ["report.html"]
