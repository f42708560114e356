"""Seed in, source folder out: images and three CSV files."""

import logging

from cartvision.flags import run
from cartvision.synthesize.drawing import shots
from cartvision.synthesize.flags import SynthesizeFlags
from cartvision.synthesize.writing import write_source

log = logging.getLogger(__name__)


def main(flags: SynthesizeFlags) -> None:
    drawn = shots(flags.images, seed=flags.seed, size=flags.size, workers=flags.workers)
    written = write_source(drawn, folder=flags.out)
    log.info("%d pictures with %d products in %s", written.pictures, written.objects, flags.out)


if __name__ == "__main__":
    run(main, SynthesizeFlags)
