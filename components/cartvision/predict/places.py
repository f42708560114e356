"""Where drawn pictures are written."""

from collections.abc import Sequence
from pathlib import Path

from cartvision.errors import InputError
from cartvision.vision.codec import Pixels, encode_jpeg, encode_png

PNG, JPEG = (".png",), (".jpg", ".jpeg")
OTHERS = (".bmp", ".gif", ".pdf", ".tif", ".tiff", ".webp")


def places(images: Sequence[Path], *, out: Path | None) -> dict[Path, Path]:
    """The file of each picture, {} where none is asked for; a name without a suffix is a folder."""
    if out is None:
        return {}
    suffix = out.suffix.lower()
    if suffix in OTHERS:
        raise InputError(f"--out {out}: drawn pictures are .png or .jpg; or name a folder")
    if suffix not in PNG + JPEG:
        return _in_folder(images, folder=out)
    if len(images) > 1:
        raise InputError(
            f"--out {out} is one picture's file, and {len(images)} are given: name a folder"
        )
    return _checked({images[0]: out}, images=images)


def encoded_for(target: Path, pixels: Pixels) -> bytes:
    return encode_png(pixels) if target.suffix.lower() in PNG else encode_jpeg(pixels)


def _in_folder(images: Sequence[Path], *, folder: Path) -> dict[Path, Path]:
    """A JPEG each, of the picture's own name."""
    if folder.is_file():
        raise InputError(f"--out {folder} is a file: name a folder, or a .png or .jpg")
    return _checked({image: folder / f"{image.stem}.jpg" for image in images}, images=images)


def _checked(targets: dict[Path, Path], *, images: Sequence[Path]) -> dict[Path, Path]:
    """InputError where two pictures have one place, or one would be lost."""
    named: dict[Path, Path] = {}
    for image, target in targets.items():
        if target in named:
            raise InputError(f"{named[target]} and {image} would both be {target}: one at a time")
        named[target] = image
    given = {image.resolve() for image in images}
    lost = [str(target) for target in targets.values() if target.resolve() in given]
    if lost:
        raise InputError(f"{', '.join(lost)} would be overwritten: name another --out")
    for target in targets.values():
        _require_room(target)
    return targets


def _require_room(target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"--out: {target.parent} cannot be a folder: {error.strerror}") from error
