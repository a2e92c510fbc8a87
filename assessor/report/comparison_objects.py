"""What was changed in the tenant, object by object."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from assessor.model.comparison import ObjectChange
from assessor.model.words import Kind
from assessor.report import comparison_words as cw
from assessor.report import wording as w
from assessor.report.comparison_settings import END, HELD, NOTHING, field_views, value_in_words
from assessor.report.comparison_view import FieldView, ObjectGroupView, ObjectView
from assessor.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.model.access_facts import AccessPolicyUse
    from assessor.model.comparison import ComparedObject, Comparison
    from assessor.model.result import Thing

FOLD, MOST = 15, 800
"""Objects of a collection that stand open, and objects on the page at all; the others are one click away, or counted."""
NAMES = 8
"""Members or owners of one parent, or objects without anything else to tell, that a line names."""
_RELATIONS = {"groupMembers", "groupOwners", "administrativeUnitMembers", "servicePrincipalOwners", "applicationOwners"}


def object_groups(comparison: Comparison, *, by_microsoft: bool) -> tuple[ObjectGroupView, ...]:
    """One group a collection: what is there on one side only, and what differs, field by field."""
    objects = [one for one in comparison.objects if one.by_microsoft is by_microsoft]
    return tuple(_group(collection, list(ones), comparison) for collection, ones in groupby(objects, key=lambda one: one.collection))


def _group(collection: str, found: list[ComparedObject], comparison: Comparison) -> ObjectGroupView:
    if collection in _RELATIONS:
        views = tuple(_relation_views(found))
    else:
        edited_first = sorted(found, key=lambda one: one.change not in (ObjectChange.CHANGED, ObjectChange.RENAMED))
        views = tuple(_together([_object(one, comparison) for one in edited_first]))
    more = w.counted(len(views) - FOLD, "more line") if len(views) > FOLD else ""
    left = f"{w.counted(len(views) - MOST, 'more line')} in the machine-readable document." if len(views) > MOST else ""
    return ObjectGroupView(cw.collection_name(collection), _counts(found), views[:FOLD], views[FOLD:MOST], more, left)


def _counts(found: list[ComparedObject]) -> str:
    parts = [(sum(one.change is change for one in found), word.lower()) for change, word in cw.OBJECTS.items()]
    return w.listed([f"{number:,} {word}" for number, word in parts if number])


def _object(one: ComparedObject, comparison: Comparison) -> ObjectView:
    first, *others = (thing for _, thing in one.things)
    parts = [_kind(first) if others else "", *(f"{_kind(other)} {shown(other.label, 80)}".strip() for other in others), shown(one.note)]
    if one.scope not in (None, "/"):
        parts.append(f"over {w.where(one.where, one.scope)}")
    fields = field_views(one.fields, comparison.names)
    if one.change in (ObjectChange.ADDED, ObjectChange.REMOVED):
        parts += [*_held(one, comparison), _policy_words(one, comparison)]
        fields = ()
    name = shown(first.label if first.name else cw.SINGLES.get(one.collection, first.label), 100)
    return ObjectView(cw.mark(one.change, cw.OBJECTS), name, ", ".join(part for part in parts if part), fields)


def _kind(thing: Thing) -> str:
    """What it is; nothing for something of a name whose kind has no word."""
    return "" if thing.kind is Kind.UNKNOWN and thing.name else w.kind_name(thing.kind)


def _held(one: ComparedObject, comparison: Comparison) -> Iterator[str]:
    """How something was held that went, or is held that came."""
    for field in one.fields:
        value = field.after if one.change is ObjectChange.ADDED else field.before
        if value is not None:
            words = value_in_words(value, "held" if field.name == HELD else field.name, comparison.names)
            yield f"until {words}" if field.name == END else words


def _policy_words(one: ComparedObject, comparison: Comparison) -> str:
    """What a policy of Conditional Access does, or did."""
    if one.collection != "conditionalAccessPolicies":
        return ""
    side = comparison.before if one.change is ObjectChange.REMOVED else comparison.after
    uses: Iterable[AccessPolicyUse] = side.access.policies if side.access else ()
    use = next((each for each in uses if each.policy.id.lower() == one.things[0][1].id.lower()), None)
    return shown(f"{use.state}: {use.demands}; for {use.about}", 300) if use else ""


def _together(views: list[ObjectView]) -> Iterator[ObjectView]:
    """Objects of which only the name is to be told share a line."""
    telling = [one for one in views if one.detail or one.fields]
    yield from telling
    for code in dict.fromkeys(one.change.code for one in views if not (one.detail or one.fields)):
        ones = [one for one in views if one.change.code == code and not (one.detail or one.fields)]
        for start in range(0, len(ones), NAMES):
            yield ObjectView(ones[0].change, ", ".join(one.name for one in ones[start : start + NAMES]), "", ())


def _relation_views(found: Iterable[ComparedObject]) -> Iterator[ObjectView]:
    """One line a parent: who came and who went."""
    for _, ones in groupby(found, key=lambda one: one.things[0][1].id.lower()):
        both = list(ones)
        come = tuple(_names([one for one in both if one.change is ObjectChange.ADDED]))
        gone = tuple(_names([one for one in both if one.change is ObjectChange.REMOVED]))
        part = both[0].things[1][0]
        field = FieldView(f"{part.capitalize()}s", NOTHING, NOTHING, gone, come)
        yield ObjectView(cw.mark(ObjectChange.CHANGED, cw.OBJECTS), shown(both[0].things[0][1].label, 100), "", (field,))


def _names(found: list[ComparedObject]) -> Iterator[str]:
    labels = sorted((one.things[1][1].label for one in found), key=str.lower)
    yield from (shown(one, 80) for one in labels[:NAMES])
    if len(found) > NAMES:
        yield f"{len(found) - NAMES:,} more"
