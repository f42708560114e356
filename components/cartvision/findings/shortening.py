"""Names that are too long for their place."""


def shortened(text: str, *, most: int) -> str:
    """The text, with its middle left out where it is longer."""
    if len(text) <= most:
        return text
    end = (most - 1) // 2
    return f"{text[: most - 1 - end]}…{text[-end:]}"
