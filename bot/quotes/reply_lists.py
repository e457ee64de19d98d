"""Reply lists: where a language model is asked for an object with one list, less is taken for it.

    {"judgements": [entry, …]}   as it is meant; entries of another form are left out
    [entry, …]                   a bare list
    entry                        one entry by itself, also in the list's place

Takes what was parsed from JSON; gives the fields of pydantic models. Nothing is made up: an entry is whole, or is left
out.
"""

from typing import Any, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ValidationError, model_validator

MOST_LOOKED_AT = 50
"""Entries of a list that are looked at."""

M = TypeVar("M", bound=BaseModel)


def entries_of(kind: type[BaseModel], most: int = MOST_LOOKED_AT) -> BeforeValidator:
    """Mark a field as a list of `kind`: at most so many whole entries stay, and one by itself is a list of one."""
    return BeforeValidator(lambda value: _whole(value if isinstance(value, list) else [value], kind)[:most])


class ListReply(BaseModel):
    """A reply whose first field that is marked by `entries_of` is what it is about."""

    @model_validator(mode="before")
    @classmethod
    def _accept_less(cls, value: Any) -> Any:
        name, kind = cls._entries()
        if isinstance(value, list):
            if not _whole(value, kind):
                raise ValueError(f"no {kind.__name__} in the list")
            return {name: value}
        alone = isinstance(value, dict) and name not in value and bool(_whole([value], kind))
        return {name: [value]} if alone else value

    @classmethod
    def _entries(cls) -> tuple[str, type[BaseModel]]:
        for name, field in cls.model_fields.items():
            if any(isinstance(mark, BeforeValidator) for mark in field.metadata):
                return name, get_args(field.annotation)[0]
        raise TypeError(f"{cls.__name__} has no list of entries")


def _whole(values: list[Any], kind: type[M]) -> list[M]:
    """Return those of the first values that have the form of `kind`."""
    kept: list[M] = []
    for value in values[:MOST_LOOKED_AT]:
        try:
            kept.append(kind.model_validate(value))
        except ValidationError:
            continue
    return kept
