"""`cartvision`: every stage and every verb, for people."""

import ast
import runpy
import sys
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    arguments = sys.argv[1:]
    verbs = find_verbs()
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(overview(verbs))
        sys.exit(0 if arguments else 2)
    if arguments[0] == "--version":
        print(f"cartvision {version('cartvision')}")
        return
    name = arguments[0].replace("-", "_")
    if name not in verbs:
        known = ", ".join(verb.replace("_", "-") for verb in verbs)
        print(f"cartvision: error: no verb {arguments[0]!r}; there are {known}", file=sys.stderr)
        sys.exit(2)
    sys.argv = [f"cartvision {arguments[0]}", *arguments[1:]]
    runpy.run_module(f"cartvision.{name}", run_name="__main__", alter_sys=True)


def find_verbs() -> dict[str, str]:
    """Every folder that can be run, with the sentence that it says of itself."""
    rooms = sorted(path.parent for path in HERE.glob("*/__main__.py"))
    return {room.name: _sentence(room / "__init__.py") for room in rooms}


def _sentence(file: Path) -> str:
    """Read, not imported: the list of verbs must not wait for torch."""
    return ast.get_docstring(ast.parse(file.read_text())) or ""


def overview(verbs: dict[str, str]) -> str:
    in_graph = {name for name in verbs if (HERE / name / "component.py").is_file()}
    return "\n".join(
        [
            "usage: cartvision VERB [--flags]      (cartvision VERB --help says which)",
            "",
            "stages of the pipeline:",
            *(_line(name, verbs[name]) for name in verbs if name in in_graph),
            "",
            "for people:",
            *(_line(name, verbs[name]) for name in verbs if name not in in_graph),
        ]
    )


def _line(name: str, sentence: str) -> str:
    return f"  {name.replace('_', '-'):<18}{sentence}"
