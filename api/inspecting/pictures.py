"""A PNG or JPEG: of a size that can be shown, whole, and nothing else besides."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from rounds.submissions.files import FileDamaged, PictureTooLarge
from rounds.submissions.refusals import FileNotWhatItSays

MOST_POINTS = 80_000_000
"""As many as any camera takes."""
LONGEST_SIDE = 20_000
"""In points."""
PNG_ENDS = b"\x00\x00\x00\x00IEND\xaeB`\x82"


def check(kind: str, content: bytes) -> None:
    """That it is a picture of this kind. Raises: FileNotWhatItSays, FileDamaged, PictureTooLarge.

    Its size is read from its head; a JPEG is laid out at an eighth of it, a PNG by its checksums alone.
    """
    # Its own warning comes at other sizes than ours.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            wide, high = picture.size
            if max(wide, high) > LONGEST_SIDE or wide * high > MOST_POINTS:
                raise PictureTooLarge(longest=LONGEST_SIDE, millions=MOST_POINTS // 1_000_000)
            READ[kind](picture, content)
    except UnidentifiedImageError:
        raise FileNotWhatItSays from None
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        raise FileDamaged from None


def _png(picture: Image.Image, content: bytes) -> None:
    picture.verify()
    if not content.endswith(PNG_ENDS):
        raise FileDamaged


def _jpeg(picture: Image.Image, _: bytes) -> None:
    picture.draft("RGB", (max(1, picture.width // 8), max(1, picture.height // 8)))
    picture.load()


READ: dict[str, Callable[[Image.Image, bytes], None]] = {"PNG": _png, "JPEG": _jpeg}
