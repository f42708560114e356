"""One picture of a sheet: its products outlined in their categories' colours, some named."""

from PIL import Image, ImageDraw

from cartvision.data.picture import Picture, Product
from cartvision.errors import InputError
from cartvision.show.ink import INK, WHITE, put, readable_on, width
from cartvision.show.look import Look, leaf
from cartvision.show.naming import PAD, SIZE, Frame, place_names
from cartvision.vision.codec import decode

LARGEST = 3.0  # a small picture is not blown up further
SMALL = 10  # size of the letters of attributes


def draw_tile(picture: Picture, *, look: Look, most: tuple[int, int]) -> Image.Image:
    """The picture with its products, as large as fits into `most`."""
    image = _fitted(picture, most=most)
    scale = image.width / picture.width
    frames = [_frame(item, scale=scale) for item in picture.objects]
    canvas = ImageDraw.Draw(image, "RGBA")
    for item, frame in zip(picture.objects, frames, strict=True):
        _outline(canvas, frame, item=item, look=look)
    for item, frame in zip(picture.objects, frames, strict=True):
        _mark(canvas, frame, letters=look.marks(item.attributes))
    names = [leaf(item.category) or item.sku for item in picture.objects]
    for number, place in place_names(frames, names=names, size=image.size).items():
        ground = look.colour(picture.objects[number].category)
        canvas.rectangle(place, fill=ground)
        at = (place[0] + PAD, place[1] + 1)
        put(canvas, names[number], at=at, size=SIZE, colour=readable_on(ground))
    return image


def _fitted(picture: Picture, *, most: tuple[int, int]) -> Image.Image:
    try:
        whole = Image.fromarray(decode(picture.encoded))
    except InputError as error:
        said = "cartvision check-dataset names every broken row"
        raise InputError(f"{picture.path}: {error}; {said}") from error
    scale = min(most[0] / whole.width, most[1] / whole.height, LARGEST)
    size = (max(1, round(whole.width * scale)), max(1, round(whole.height * scale)))
    return whole.resize(size, Image.Resampling.LANCZOS)


def _frame(item: Product, *, scale: float) -> Frame:
    left, top, right, bottom = (round(side * scale) for side in item.bbox)
    return left, top, max(left + 1, right - 1), max(top + 1, bottom - 1)


def _outline(canvas: ImageDraw.ImageDraw, frame: Frame, *, item: Product, look: Look) -> None:
    """A crowd, many products in one box, is veiled in its colour."""
    colour = look.colour(item.category)
    left, top, right, bottom = frame
    halo = readable_on(colour)
    canvas.rectangle((left - 1, top - 1, right + 1, bottom + 1), outline=(*halo, 110))
    canvas.rectangle(frame, outline=colour, width=2, fill=(*colour, 90) if item.crowd else None)


def _mark(canvas: ImageDraw.ImageDraw, frame: Frame, *, letters: str) -> None:
    """The letters of its attributes at the foot of the box, or a dot where they find no room."""
    left, top, right, bottom = frame
    if not letters:
        return
    wide = width(letters, size=SMALL) + 4
    if wide <= right - left - 4 and 0.3 * (bottom - top) >= SMALL + 3:
        place = (right - 2 - wide, bottom - SMALL - 5, right - 2, bottom - 2)
        canvas.rectangle(place, fill=(*INK, 190))
        put(canvas, letters, at=(place[0] + 2, place[1]), size=SMALL, colour=WHITE)
    else:
        middle = (left + right) // 2
        dot = (middle - 2, bottom - 7, middle + 2, bottom - 3)
        canvas.ellipse(dot, fill=WHITE, outline=INK)
