"""The stage: a dataset folder comes in, a larger one (or a shard of it) goes out."""

import logging
from typing import Any

import cv2

from cartvision.augment.filling import fill
from cartvision.augment.flags import AugmentFlags
from cartvision.augment.library import albumentations
from cartvision.augment.making import Order
from cartvision.augment.places import refuse_places
from cartvision.augment.planning import planned, require_originals
from cartvision.augment.policy import Policy, read_policy
from cartvision.augment.portions import Share, layout_of, portions
from cartvision.augment.report import show
from cartvision.augment.samples import alone, families
from cartvision.augment.sheets import FAMILY
from cartvision.augment.tally import Tally
from cartvision.augment.trial import require_sound
from cartvision.data.info import DatasetInfo
from cartvision.data.reader import Dataset, open_dataset
from cartvision.data.sampling import sample
from cartvision.files import write_text
from cartvision.flags import run
from cartvision.outputs import write_executor_output
from cartvision.reports.page import write_page

FAMILIES = 3  # in the report

log = logging.getLogger(__name__)


def main(flags: AugmentFlags) -> None:
    refuse_places(flags)
    dataset, policy = open_dataset(flags.dataset), read_policy(flags.policy)
    require_sound(policy)
    require_originals(dataset)
    instances = planned(dataset, copies=flags.copies, balance=flags.balance)
    tally = fill(
        flags.out,
        Share.parse(flags.shard).of(portions(dataset, instances=instances)),
        order=Order(
            folder=flags.workplace,
            policy=policy,
            seed=flags.seed,
            attributes=len(dataset.info.attributes),
            layout=layout_of(dataset),
        ),
        about=about(dataset, flags=flags, policy=policy),
        workers=flags.workers,
    )
    report(flags, dataset, policy, tally)


def about(dataset: Dataset, *, flags: AugmentFlags, policy: Policy) -> DatasetInfo:
    """What the dataset says of itself, before its rows are known."""
    settings: dict[str, Any] = {
        "dataset": dataset.info.fingerprint,
        "copies": flags.copies,
        "balance": flags.balance,
        "seed": flags.seed,
        "policy": {"name": flags.policy, **policy.model_dump(mode="json")},
        "versions": {"albumentations": albumentations.__version__, "opencv": cv2.__version__},
    }
    return DatasetInfo(
        part=flags.shard,
        attributes=dataset.info.attributes,
        taxonomy=dataset.info.taxonomy,
        made_by=dataset.info.made_by | {"augment": settings},
    )


def report(flags: AugmentFlags, dataset: Dataset, policy: Policy, tally: Tally) -> None:
    made = open_dataset(flags.out)
    (typical,) = sample(dataset, "train", most=1)
    page = show(
        tally,
        policy=policy,
        families=families(made, most=FAMILIES, each=FAMILY) if made.size("train") else [],
        alone=list(alone(policy, picture=typical, seed=flags.seed)),
        balance=flags.balance,
        fingerprint=made.info.fingerprint,
    )
    write_page(page, report=flags.reported, page=flags.page)
    write_text(flags.reported / "tally.json", tally.model_dump_json(indent=2) + "\n")
    described = figures(made.info, tally)
    write_executor_output(flags.kfp, metadata={"out": described, "metrics": described})
    log.info(", ".join(f"{name} {value}" for name, value in described.items()))


def figures(made: DatasetInfo, tally: Tally) -> dict[str, int | float | str]:
    """The few figures that the Kubeflow UI shows."""
    pictures = {f"{name}_pictures": split.pictures for name, split in made.splits.items()}
    return {
        **pictures,
        "objects": sum(split.objects for split in made.splits.values()),
        "dropped": tally.dropped,
        "drawn_again": tally.redrawn,
        "fingerprint": made.fingerprint,
    }


if __name__ == "__main__":
    run(main, AugmentFlags)
