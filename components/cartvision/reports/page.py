"""One HTML page that needs nothing beside it: it opens from disk and in the Kubeflow UI alike."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

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
</style>
<h1>{{ title }}</h1>
<p class="lead">{{ lead }}</p>
<dl>{% for name, value in figures.items() %}
  <div><dt>{{ name }}</dt><dd>{{ value }}</dd></div>{% endfor %}
</dl>
{% for section in sections %}<h2>{{ section.title }}</h2>
{% if section.text %}<p>{{ section.text }}</p>{% endif %}
{% if section.rows %}<table>
  <tr>{% for name in section.columns %}<th>{{ name }}</th>{% endfor %}</tr>
  {% for row in section.rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
  {% endfor %}</table>{% endif %}
{% for picture in section.encoded %}
<img alt="{{ section.title }}" src="data:image/{{ picture.kind }};base64,{{ picture.text }}">
{% endfor %}{% endfor %}</html>
"""
)


@dataclass(frozen=True)
class Section:
    """A part of a page: words, a table, pictures; any of them may be absent."""

    title: str
    text: str = ""
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[object]] = ()
    pictures: Sequence[bytes] = field(default=(), repr=False)  # PNG or JPEG files

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
    title: str, *, lead: str, figures: Mapping[str, object], sections: Sequence[Section]
) -> str:
    """A page: what it is, its key figures, then its sections."""
    return PAGE.render(title=title, lead=lead, figures=figures, sections=sections)
