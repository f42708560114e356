"""Seed in, a folder of pictures and labels out."""

import logging

from cartvision.data.info import read_info
from cartvision.flags import run
from cartvision.synthesize.drawing import shots
from cartvision.synthesize.flags import SynthesizeFlags
from cartvision.synthesize.writing import write_store

log = logging.getLogger(__name__)


def main(flags: SynthesizeFlags) -> None:
    asked = flags.model_dump(include={"seed", "size", "scenes"})
    drawn = shots(flags.images, workers=flags.workers, **asked)
    recipe = asked | {"images": flags.images, "format": flags.format}
    written = write_store(drawn, folder=flags.out, layout=flags.format, recipe=recipe)
    log.info("%d pictures with %d products in %s", written.pictures, written.objects, flags.out)
    if flags.format == "dataset":
        log.info("fingerprint %s", read_info(flags.out).fingerprint)


if __name__ == "__main__":
    run(main, SynthesizeFlags)
