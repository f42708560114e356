"""Nothing → a store, a trained and served release, and an answer drawn."""

import json
import logging
import time
from pathlib import Path

from cartvision.demo.flags import DemoFlags
from cartvision.demo.summary import Row, pipeline_rows, table
from cartvision.demo.verbs import run_verb, serving
from cartvision.flags import run
from cartvision.storage.store import open_store
from cartvision.triton.channels import released_on
from cartvision.triton.release import folder_of

JUDGED = "evaluate-2"  # the task that judges what ships
IMPOSSIBLE = Path("pipelines/policies/impossible.yaml")

log = logging.getLogger(__name__)


def main(flags: DemoFlags) -> None:
    store, releases = flags.out / "store", flags.out / "releases"
    began = time.time()
    drawn = ["--images", str(flags.images), "--seed", str(flags.seed), "--scenes", "tidy"]
    run_verb("synthesize", [*drawn, "--format", "sku110k", "--out", str(store)])
    synthesized = time.time()
    name = f"demo-{int(began)}"
    memory = flags.out / "splits.parquet"
    places = [
        *("--set", f"source={json.dumps([str(store)])}"),
        *("--set", f"releases={releases}", "--set", f"memory={memory}"),
    ]
    root = flags.out / "runs"
    runs = ["--runs", str(flags.runs), "--name", name, "--root", str(root)]
    run_verb("pipeline", ["run", *runs, *places])
    piped = time.time()
    answers = ask_a_served_release(flags, releases)
    asked = time.time()
    refusal = refuse_the_impossible(flags, root / name)
    rows = [
        Row("synthesize", synthesized - began, f"pictures {flags.images}", str(store / "images")),
        *pipeline_rows(root / name, started=synthesized, pages=flags.out / "reports"),
        Row("serve and ask", asked - piped, "answers equal the golden frames", str(answers)),
        Row("gate", time.time() - asked, "refused: no model passes this policy", str(refusal)),
    ]
    print(f"\n{table(rows)}\n\nthe whole path took {(time.time() - began) / 60:.1f} minutes")


def ask_a_served_release(flags: DemoFlags, releases: Path) -> Path:
    """Start Triton, send the release's test pictures as a cart does, and stop it."""
    stable = released_on(open_store(str(releases)), "stable")
    pictures = releases / folder_of(stable) / "golden"
    answers = flags.out / "answers"
    ports = ["--http-port", "0", "--grpc-port", "0"]
    where = ["--releases", str(releases), "--triton", str(flags.triton)]
    with serving([*where, *ports]) as address:
        run_verb("cart", ["--source", str(pictures), "--url", address, "--out", str(answers)])
    log.info("the server is down again")
    return answers


def refuse_the_impossible(flags: DemoFlags, run: Path) -> Path:
    """The same report before a policy that nothing passes: what a refusal looks like."""
    (report,) = run.rglob(f"{JUDGED}/report")
    page = flags.out / "reports" / "gate-impossible.html"
    judged = ["--candidate", str(report), "--policy", str(IMPOSSIBLE), "--page", str(page)]
    run_verb("gate", [*judged, "--verdict", str(page.with_suffix(".json"))])
    return page


if __name__ == "__main__":
    run(main, DemoFlags)
