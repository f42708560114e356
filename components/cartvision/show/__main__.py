"""A dataset folder → a contact sheet."""

import logging

from cartvision.data.reader import open_dataset
from cartvision.data.sampling import draw
from cartvision.files import write_bytes
from cartvision.flags import run
from cartvision.show.flags import ShowFlags
from cartvision.show.sheet import Title, contact_sheet
from cartvision.vision.codec import encode_png

log = logging.getLogger(__name__)


def main(flags: ShowFlags) -> None:
    whole = len(flags.dataset) > 1
    dataset = open_dataset(flags.dataset if whole else flags.dataset[0])
    pictures = draw(dataset, flags.split, most=flags.most, seed=flags.seed)
    title = Title(
        name=flags.dataset[0].resolve().name, split=flags.split, pictures=dataset.size(flags.split)
    )
    sheet = contact_sheet(pictures, info=dataset.info, title=title, columns=flags.columns)
    write_bytes(flags.out, encode_png(sheet))
    log.info("%d of %d %s pictures in %s", len(pictures), title.pictures, title.split, flags.out)


if __name__ == "__main__":
    run(main, ShowFlags)
