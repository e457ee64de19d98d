"""PdfLine: a line of a page of a PDF, whoever put its signs in order. Knows nothing of how that was done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page; positions in points, y grows upwards.

    Attributes:
        text: Its words, in the order in which they are read.
        page: Its page, counted from 0.
        x: How far from the edge at which lines begin, whatever edge that is: greater is further in.
        y: Its height on the page.
        size: Of its letters.
    """

    text: str
    page: int
    x: float
    y: float
    size: float
