"""A PDF: every object that it lists is looked at, and nothing in it acts, opens or holds (U4)."""

import re
from collections import deque
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from rounds.submissions.files import (
    FileActive,
    FileDamaged,
    FileEncrypted,
    FileHoldsFiles,
    FileTooIntricate,
)
from rounds.submissions.refusals import Refusal

MOST_OBJECTS = 100_000
MOST_LEVELS = 4_000
"""How many objects one may have to follow, one from another, to come to the last."""
ENDS = b"%%EOF"
END_WITHIN = 1024
"""In bytes: where the sign of the end stands; a file that was cut off has none there."""
REFUSED: dict[str, type[Refusal]] = {
    **dict.fromkeys(
        (
            "JavaScript",
            "JS",
            "AA",
            "Launch",
            "SubmitForm",
            "ImportData",
            "GoToR",
            "GoToE",
            "RichMedia",
            "XFA",
        ),
        FileActive,
    ),
    **dict.fromkeys(("EmbeddedFile", "EmbeddedFiles", "EF"), FileHoldsFiles),
}
"""Names of PDF, wherever they stand: as a key, as a kind of action, or alone in an object of their own."""
LOOKS = ("GoTo",)
"""What may happen when it is opened: a page of it is shown."""
WORDS = re.compile(rb"\((?:[^()\\]|\\.)*+\)?|/([A-Za-z0-9]+)|(\d{1,10}) (\d{1,5}) R", re.DOTALL)
"""Of an object that is written out: a text, which is passed over, a name, another object."""
Place = tuple[int, int]
"""The number and the generation of an object."""


def check(content: bytes) -> None:
    """That it is a PDF that does nothing by itself.

    Raises: FileDamaged, FileEncrypted, FileActive, FileHoldsFiles, FileTooIntricate.
    """
    if ENDS not in content[-END_WITHIN:]:
        raise FileDamaged
    try:
        # What one program repairs in its way another repairs in another, and sees other objects.
        with pikepdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise FileEncrypted
            _check_objects(pdf)
            _check_opening(pdf)
            if _faults(pdf) or len(pdf.pages) == 0:
                raise FileDamaged
    except pikepdf.PasswordError:
        raise FileEncrypted from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        raise FileDamaged from None


def _check_objects(pdf: pikepdf.Pdf) -> None:
    """Go through all that the file lists, and then from its root, to know how deep it is."""
    objects = pdf.objects
    if len(objects) > MOST_OBJECTS:
        raise FileTooIntricate
    # A number, or nothing, is no object to the library.
    held = (one for one in objects if isinstance(one, pikepdf.Object))
    leads = {one.objgen: list(_check_words(_written(one))) for one in held}
    first = list(_check_words(pdf.trailer.unparse(resolved=True)))
    if _levels(first, leads) > MOST_LEVELS:
        raise FileTooIntricate


def _written(one: pikepdf.Object) -> bytes:
    """An object with all that lies directly in it; a stream as its dictionary alone."""
    if isinstance(one, pikepdf.Stream):
        return one.stream_dict.unparse(resolved=True)
    return one.unparse(resolved=True)


def _check_words(written: bytes) -> Iterator[Place]:
    """The objects that one leads to. Raises: FileActive, FileHoldsFiles."""
    for name, number, generation in WORDS.findall(written):
        if name and (refusal := REFUSED.get(name.decode())):
            raise refusal
        if number:
            yield int(number), int(generation)


def _levels(first: list[Place], leads: dict[Place, list[Place]]) -> int:
    """How far the farthest object lies, by the shortest way from the root."""
    seen = set(first)
    waiting = deque((place, 1) for place in seen)
    level = 0
    while waiting:
        place, level = waiting.popleft()
        for next_ in leads.get(place, ()):
            if next_ not in seen:
                seen.add(next_)
                waiting.append((next_, level + 1))
    return level


def _faults(pdf: pikepdf.Pdf) -> list[str]:
    """What was odd in the file; what a page lacks is made good by all programs alike."""
    return [str(said) for said in pdf.get_warnings() if not str(said).endswith("; repairing")]


def _check_opening(pdf: pikepdf.Pdf) -> None:
    """Most programs have a PDF opened at a page; more than that it may not do. Raises: FileActive."""
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S", ""))[1:] not in LOOKS:
        raise FileActive
    if opening is not None and not isinstance(opening, pikepdf.Dictionary | pikepdf.Array):
        raise FileActive
