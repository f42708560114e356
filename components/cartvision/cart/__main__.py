"""A folder of JPEGs → answers over gRPC → drawn pictures."""

import logging
import time
from collections.abc import Sequence

from cartvision.cart.drawing import draw_answer
from cartvision.cart.flags import CartFlags
from cartvision.cart.names import counted
from cartvision.cart.record import FILE_NAME, line_of
from cartvision.cart.rounds import Refused, Seen, go_round, jpegs, latency
from cartvision.errors import InputError, WorkError
from cartvision.files import write_bytes, write_text
from cartvision.flags import run
from cartvision.triton.client import CartClient
from cartvision.vision.codec import decode, encode_jpeg

log = logging.getLogger(__name__)


def main(flags: CartFlags) -> None:
    if flags.out.absolute() == flags.source.absolute():
        raise InputError(f"--out is --source, {flags.out}: the drawings would replace the pictures")
    files = jpegs(flags.source, limit=flags.limit)
    lines, milliseconds = [], []
    with CartClient(flags.url) as client:
        names = {"classes": client.classes, "attributes": client.attributes}
        thresholds = client.thresholds
        for seen in go_round(client, files, clock=time.perf_counter):
            lines.append(line_of(seen, **names, thresholds=thresholds))
            report(seen, classes=client.classes)
            if isinstance(seen, Seen):
                milliseconds.append(seen.milliseconds)
                pixels = decode(seen.jpeg)
                drawn = draw_answer(pixels, seen.answer, **names, thresholds=thresholds)
                write_bytes(flags.out / seen.file.name, encode_jpeg(drawn))
    write_text(flags.out / FILE_NAME, "\n".join(lines) + "\n")
    if not milliseconds:
        raise WorkError(f"the server could read none of the {len(files)} pictures; see {FILE_NAME}")
    took = latency(milliseconds)
    log.info("%d of %d pictures answered, %s", len(milliseconds), len(files), took)


def report(seen: Seen | Refused, *, classes: Sequence[str]) -> None:
    if isinstance(seen, Refused):
        log.info("%s: refused, %s", seen.file.name, seen.reason)
    else:
        found = counted(seen.answer, classes=classes)
        log.info("%s: %s, %.1f ms", seen.file.name, found, seen.milliseconds)


if __name__ == "__main__":
    run(main, CartFlags)
