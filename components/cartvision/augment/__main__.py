"""The stage: a dataset folder comes in, a larger one (or a shard of it) goes out."""

import logging
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

import cv2

from cartvision.augment.copies import instances
from cartvision.augment.flags import AugmentFlags
from cartvision.augment.library import albumentations
from cartvision.augment.policy import Policy, read_policy
from cartvision.augment.shards import Shard, originals, part
from cartvision.data.info import read_info
from cartvision.data.picture import Picture
from cartvision.data.reader import Dataset, open_dataset
from cartvision.data.writer import DatasetWriter
from cartvision.flags import run
from cartvision.loops import in_order, progress
from cartvision.outputs import write_executor_output

AHEAD = 2  # pictures in memory for each worker, with their copies

log = logging.getLogger(__name__)


def main(flags: AugmentFlags) -> None:
    dataset = open_dataset(flags.dataset)
    policy = read_policy(flags.policy)
    shard = Shard.parse(flags.shard)
    with DatasetWriter(
        flags.out,
        attributes=dataset.info.attributes,
        taxonomy=dataset.info.taxonomy,
        part=flags.shard,
        made_by=dataset.info.made_by | {"augment": settings(flags, policy)},
    ) as writer:
        total = shard.size(dataset.size("train"))
        made = enlarged(dataset, shard, policy, flags)
        for family in progress(made, what="train pictures", total=total):
            for picture in family:
                writer.add(picture, split="train")
        for split in ("val", "test"):
            for picture in part(dataset.pictures(split), shard=shard):
                writer.add(picture, split=split)
    report(flags)


def enlarged(
    dataset: Dataset, shard: Shard, policy: Policy, flags: AugmentFlags
) -> Iterator[list[Picture]]:
    """Each train picture of the shard with its copies, in order."""
    work = partial(instances, policy=policy, copies=flags.copies, seed=flags.seed)
    parents = originals(part(dataset.pictures("train"), shard=shard))
    if flags.workers == 1:
        yield from map(work, parents)
        return
    with ProcessPoolExecutor(
        flags.workers, mp_context=processes(), initializer=cv2.setNumThreads, initargs=(1,)
    ) as pool:
        yield from in_order(work, parents, pool=pool, ahead=flags.workers * AHEAD)


def processes() -> multiprocessing.context.ForkServerContext:
    """Clean processes: a plain fork would copy the locks of this one's threads."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["cartvision.augment.copies"])
    return context


def settings(flags: AugmentFlags, policy: Policy) -> dict[str, Any]:
    """What decides the copies' bytes, for the dataset's record."""
    return {
        "copies": flags.copies,
        "seed": flags.seed,
        "policy": {"name": flags.policy, **policy.model_dump(mode="json")},
        "versions": {"albumentations": albumentations.__version__, "opencv": cv2.__version__},
    }


def report(flags: AugmentFlags) -> None:
    info = read_info(flags.out)
    counts: dict[str, Any] = {f"{name}_pictures": s.pictures for name, s in info.splits.items()}
    counts["objects"] = sum(split.objects for split in info.splits.values())
    counts["fingerprint"] = info.fingerprint
    write_executor_output(flags.kfp, metadata={"out": counts})
    log.info(", ".join(f"{name} {value}" for name, value in counts.items()))


if __name__ == "__main__":
    run(main, AugmentFlags)
