"""What a reader has open of Chroma at one generation of the index, and when that may be closed."""

from dataclasses import dataclass
from pathlib import Path

from ingest.index.catalogue import CatalogueState
from ingest.index.vector_store import Store, StorePlace, look

_CUT_OFF = "The last ingestion was cut off while it wrote; its vectors are being filled in again."
_NOT_WHOLE = "Files of Chroma are missing or cut; the vectors are being filled in again."
MENDABLE = (_CUT_OFF, _NOT_WHOLE)
"""What the sync of the vectors notices by itself; anything else needs its collections made anew."""


@dataclass(slots=True)
class VectorView:
    """Chroma as it was at one generation; closed when it is retired and its last user has gone.

    Without a store it cannot be asked, and `trouble` says why, unless there is nothing in it.
    """

    edition: Path
    generation: int
    languages: list[str]
    store: Store | None
    trouble: str | None = None
    users: int = 0
    retired: bool = False


def close_if_done(view: VectorView) -> None:
    """Close the store of a view that is not shown any more and that nobody uses."""
    if view.retired and view.users == 0 and view.store is not None:
        view.store.close()
        view.store = None


def trouble_of(state: CatalogueState, place: StorePlace) -> str | None:
    """Say what is wrong with Chroma as far as it shows without opening it."""
    if place.url is not None or not (state.dirty or state.files):
        return None
    if state.dirty:
        return _CUT_OFF
    return None if look(place) == state.files else _NOT_WHOLE
