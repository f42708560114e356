"""One HTML page that needs nothing beside it: it opens from disk and in the Kubeflow UI alike."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from jinja2 import Environment

from cartvision.files import write_text

PNG = b"\x89PNG"

PAGE = Environment(autoescape=True).from_string(
    """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ title }}</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; color: #14181f; max-width: 1080px;
         margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
  p.lead { color: #5a6472; margin: .25rem 0 1.25rem; }
  dl { display: flex; flex-wrap: wrap; gap: .75rem; margin: 0; }
  dl div { border: 1px solid #dfe3ea; border-radius: 8px; padding: .5rem .9rem; min-width: 6rem; }
  dt { color: #5a6472; font-size: .8rem; } dd { margin: 0; font-size: 1.25rem; }
  table { border-collapse: collapse; } td, th { padding: .25rem .9rem .25rem 0; text-align: left;
         border-bottom: 1px solid #eceff3; font-variant-numeric: tabular-nums; }
  th { color: #5a6472; font-weight: 500; } img { max-width: 100%; border-radius: 6px; }
  small { color: #5a6472; font-size: .8rem; margin-left: .35rem; white-space: nowrap; }
  dd small { display: block; margin: 0; }
  td.pale, td.pale small { color: #98a1ad; } td.better { color: #1d7f46; }
  td.worse { color: #c0292a; } summary { cursor: pointer; color: #0970de; margin: .5rem 0; }
  details { overflow-x: auto; } details small { display: block; margin: 0; }
  details td, details th { padding-right: .5rem; } details td:first-child { min-width: 11rem; }
  .alarm { border: 2px solid #d63031; border-left-width: 10px; border-radius: 8px; color: #7d1416;
           background: #fdeeee; padding: .6rem 1rem; margin: 0 0 1rem; }
  .alarm strong { font-size: 1.05rem; } .alarm p { margin: .2rem 0; overflow-wrap: anywhere; }
</style>
{% macro shown(value) %}{{ value }}{% if value.note %}<small>{{ value.note }}</small>{% endif %}
{%- endmacro %}
{% macro table(section) %}<table>
  <tr>{% for name in section.columns %}<th>{{ name }}</th>{% endfor %}</tr>
  {% for row in section.rows %}<tr>{% for cell in row -%}
  <td{% if cell.kind %} class="{{ cell.kind }}"{% endif %}>{{ shown(cell) }}</td>
  {%- endfor %}</tr>
  {% endfor %}</table>{% endmacro %}
<h1>{{ title }}</h1>
<p class="lead">{{ lead }}</p>
{% for alarm in alarms %}<div class="alarm" role="alert"><strong>{{ alarm.title }}</strong>
<p>{{ alarm.text }}</p>{% if alarm.note %}<p>{{ alarm.note }}</p>{% endif %}</div>
{% endfor %}<dl>{% for name, value in figures.items() %}
  <div><dt>{{ name }}</dt><dd>{{ shown(value) }}</dd></div>{% endfor %}
</dl>
{% for section in sections %}<h2>{{ section.title }}</h2>
{% if section.text %}<p>{{ section.text }}</p>{% endif %}
{% if section.rows and section.folded %}<details><summary>{{ section.folded }}</summary>
{{ table(section) }}</details>{% elif section.rows %}{{ table(section) }}{% endif %}
{% for picture in section.encoded %}
<img alt="{{ section.title }}" src="data:image/{{ picture.kind }};base64,{{ picture.text }}">
{% endfor %}{% endfor %}</html>
"""
)


Kind = Literal["", "pale", "better", "worse"]  # pale: it decides nothing


@dataclass(frozen=True)
class Cell:
    """A value of a table, or a key figure, with a smaller note beside it."""

    text: str
    note: str = ""
    kind: Kind = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Alarm:
    """What must be read before anything else; it stands on top, in red."""

    title: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A part of a page: words, a table, pictures; any of them may be absent."""

    title: str
    text: str = ""
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()
    pictures: Sequence[bytes] = field(default=(), repr=False)  # PNG or JPEG files
    folded: str = ""  # the words that unfold the table; it is open without

    @property
    def encoded(self) -> list[dict[str, str]]:
        return [
            {
                "kind": "png" if picture.startswith(PNG) else "jpeg",
                "text": base64.b64encode(picture).decode(),
            }
            for picture in self.pictures
        ]


def write_page(html: str, *, report: Path, page: Path | None) -> None:
    """Into the report's folder, and where the Kubeflow UI looks for it if it does."""
    write_text(report / "report.html", html)
    if page is not None:
        write_text(page, html)


def page(
    title: str,
    *,
    lead: str,
    figures: Mapping[str, object],
    sections: Sequence[Section],
    alarms: Sequence[Alarm] = (),
) -> str:
    """A page: what it is, what is alarming about it, its key figures, then its sections."""
    return PAGE.render(title=title, lead=lead, alarms=alarms, figures=figures, sections=sections)
