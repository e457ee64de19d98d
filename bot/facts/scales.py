"""Scales: amounts of one kind in one unit, so that kilometres and metres can be ordered. Pure.

Units are CLDR's names, as in `bot.facts.amounts`; factors are those of the SI brochure (9th edition) and of the
international yard and pound (1959). Money of different currencies is never compared.
"""

from collections.abc import Sequence
from decimal import Decimal

from bot.facts.amounts import Amount

_FACTORS = {
    "length-meter": {"millimeter": "0.001", "centimeter": "0.01", "kilometer": "1000", "inch": "0.0254"}
    | {"foot": "0.3048", "yard": "0.9144", "mile": "1609.344"},
    "mass-kilogram": {"gram": "0.001", "tonne": "1000", "pound": "0.45359237"},
    "area-square-meter": {"square-kilometer": "1000000", "square-mile": "2589988.110336", "hectare": "10000"}
    | {"acre": "4046.8564224"},
    "speed-kilometer-per-hour": {"mile-per-hour": "1.609344"},
    "duration-second": {"minute": "60", "hour": "3600", "day": "86400", "week": "604800", "month": "2629746"}
    | {"year": "31556952", "decade": "315569520", "century": "3155695200"},
    "power-watt": {"kilowatt": "1000", "megawatt": "1000000"},
}
_BASES = {
    f"{base.partition('-')[0]}-{name}": (base, Decimal(factor))
    for base, factors in _FACTORS.items()
    for name, factor in factors.items()
}


def has_scale(unit: str) -> bool:
    """Tell whether there are other units of what a unit measures."""
    return unit in _FACTORS or unit in _BASES


def sizes(amounts: Sequence[Amount]) -> list[Decimal] | None:
    """Give numbers by which the amounts can be ordered; None where they are of different kinds.

    One with nothing beside its number is taken for one of the others' kind: "950 million kroner and 780 million".
    """
    based = [in_base_unit(amount) for amount in amounts]
    kinds = [amount for amount in based if amount.unit or amount.thing]
    if any(not kinds[0].is_of(other) for other in kinds[1:]):
        return None
    return [amount.value for amount in based]


def in_base_unit(amount: Amount) -> Amount:
    """Give the amount in the unit to which others of its kind are brought; as it is where there is none."""
    base, factor = _BASES.get(amount.unit, (amount.unit, Decimal(1)))
    return Amount(amount.value * factor, base, amount.thing, amount.rounded)
