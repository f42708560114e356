"""From pictures to a release: the training pipeline."""

from typing import List  # noqa: UP035 - kfp reads typing.List

from kfp import dsl

from cartvision.announce.component import announce
from cartvision.augment.component import augment
from cartvision.deploy_triton.component import deploy_triton
from cartvision.evaluate.component import evaluate
from cartvision.export_onnx.component import export_onnx
from cartvision.gate.component import gate
from cartvision.ingest.component import ingest
from cartvision.refuse.component import refuse
from cartvision.train_attributes.component import train_attributes
from cartvision.train_detector.component import train_detector

RUN = dsl.PIPELINE_JOB_ID_PLACEHOLDER
GPU = "nvidia.com/gpu"


@dsl.pipeline(
    name="cartvision-training",
    description="Pictures and labels in, a judged and quantised release for Triton out.",
)
def training(
    source: List[str],  # noqa: UP006 - kfp reads typing.List, here and below
    releases: str,
    policy: str,
    format: List[str],  # noqa: UP006
    memory: str,  # a file that outlives the runs, or growing data moves between splits
    licence: List[str] = [],  # noqa: B006,UP006 - a default of KFP's, never changed
    columns: List[str] = [],  # noqa: B006,UP006
    attribute_names: List[str] = [],  # noqa: B006,UP006
    unknown: List[str] = [],  # noqa: B006,UP006
    near: int = 40,
    ingest_workers: int = 4,
    val_share: float = 0.15,
    test_share: float = 0.2,
    max_broken: float = 0.05,
    copies: int = 10,
    augmentation: str = "shelf",
    balance: str = "none",
    shards: List[str] = ["1/4", "2/4", "3/4", "4/4"],  # noqa: B006,UP006 - a default of KFP's, never changed
    augment_workers: int = 1,
    detector_preset: str = "l40",
    detector_architecture: str = "dense",
    detector_backbone: str = "",  # here and below "", 0 and [] are the preset's
    detector_weights: str = "",
    detector_level: int = 0,
    detector_steps: int = 0,
    detector_batch: int = 0,
    detector_size: int = 0,
    detector_learning_rate: float = 0.0,
    detector_zoom: List[float] = [],  # noqa: B006,UP006
    detector_balance: str = "",
    attribute_preset: str = "l40",
    attribute_backbone: str = "",
    attribute_weights: str = "",
    attribute_crops: int = 0,
    attribute_crop: int = 0,
    attribute_warm_epochs: int = 0,
    attribute_precision: float = 0.0,  # that every attribute guarantees, or abstains; 0: best F1
    calibration: int = 64,
    measured: int = 100,
    keep: float = 0.99,
    draws: int = 1000,
    timed_calls: int = 400,
    seed: int = 7,
    split_seed: int = 7,  # another one would show the test pictures of the champion to its heir
) -> None:
    ending = announce(releases=releases, run=RUN).set_caching_options(False)
    with dsl.ExitHandler(ending, name="training"):
        ingested = ingest(
            source=source,
            format=format,
            licence=licence,
            memory=memory,
            columns=columns,
            attributes=attribute_names,
            unknown=unknown,
            near=near,
            workers=ingest_workers,
            val_share=val_share,
            test_share=test_share,
            seed=split_seed,
            max_broken=max_broken,
        )
        ingested.set_caching_options(False)  # new pictures come to the same address
        dataset = ingested.outputs["dataset"]
        with dsl.ParallelFor(shards) as shard:
            augmented = augment(
                dataset=dataset,
                copies=copies,
                policy=augmentation,
                balance=balance,
                seed=seed,
                shard=shard,
                workers=augment_workers,
            )
        detector = train_detector(
            dataset=dsl.Collected(augmented.outputs["out"]),
            preset=detector_preset,
            architecture=detector_architecture,
            backbone=detector_backbone,
            weights=detector_weights,
            level=detector_level,
            steps=detector_steps,
            batch=detector_batch,
            size=detector_size,
            learning_rate=detector_learning_rate,
            zoom=detector_zoom,
            balance=detector_balance,
            seed=seed,
        )
        detector.set_accelerator_type(GPU).set_accelerator_limit(1)
        attributes = train_attributes(
            dataset=dsl.Collected(augmented.outputs["out"]),
            preset=attribute_preset,
            backbone=attribute_backbone,
            weights=attribute_weights,
            crops=attribute_crops,
            crop=attribute_crop,
            warm_epochs=attribute_warm_epochs,
            precision=attribute_precision,
            seed=seed,
        )
        trained = evaluate(
            candidate=detector.outputs["model"],
            head=attributes.outputs["model"],
            dataset=dataset,
            split="test",
            draws=draws,
            calls=timed_calls,
            seed=seed,
        ).set_display_name("evaluate-trained")
        first = gate(candidate=trained.outputs["report"], policy=policy, seed=seed)
        with dsl.If(first.outputs["passed"] == True, name="good-enough-to-export"):  # noqa: E712 - KFP compares
            exported = export_onnx(
                detector=detector.outputs["model"],
                attributes=attributes.outputs["model"],
                dataset=dataset,
                calibration=calibration,
                measured=measured,
                keep=keep,
            )
            shipped = evaluate(
                candidate=exported.outputs["model"],
                dataset=dataset,
                split="test",
                champion=releases,
                draws=draws,
                calls=timed_calls,
                seed=seed,
            ).set_display_name("evaluate-exported")
            shipped.set_caching_options(False)  # the champion changes behind the same address
            final = gate(
                candidate=shipped.outputs["report"],
                reference=trained.outputs["report"],
                policy=policy,
                seed=seed,
            )
            with dsl.If(final.outputs["passed"] == True, name="good-enough-to-release"):  # noqa: E712
                deploy_triton(
                    model=exported.outputs["model"],
                    report=shipped.outputs["report"],
                    verdict=final.outputs["verdict"],
                    dataset=dataset,
                    releases=releases,
                    run=RUN,
                ).set_caching_options(False)
            with dsl.Else(name="refused-after-export"):
                refuse(
                    verdict=final.outputs["verdict"], releases=releases, run=RUN
                ).set_caching_options(False)
        with dsl.Else(name="refused-before-export"):
            refuse(
                verdict=first.outputs["verdict"], releases=releases, run=RUN
            ).set_caching_options(False)
