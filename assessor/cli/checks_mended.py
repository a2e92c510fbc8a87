"""How a check is mended, for `checks show`: portal steps, and whether there is a script."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assessor.assess.sample_script import sample_script
from assessor.checkkit.remedy import AS_OF

if TYPE_CHECKING:
    from assessor.checkkit import Check
    from assessor.checkkit.remedy import Remedy
    from assessor.model.plan import Script


def sections(check: "Check", remedy: "Remedy | None") -> Iterator[tuple[str, list[str]]]:
    """(heading, paragraphs); none where the pack says no more than its remedy in prose."""
    if remedy is None:
        return
    yield f"In the portal, as of {AS_OF}", [f"{number}. {step}" for number, step in enumerate(remedy.portal, 1)]
    yield "Before this, where it is open", [", ".join(remedy.after)] if remedy.after else []
    yield "Mind", list(remedy.caution)
    yield "Effort", [f"{remedy.effort}: {remedy.takes}; done by: {remedy.owner}"]
    yield "Script", [_offer(check, remedy)]
    yield "The way back", [remedy.undo]


def document(check: "Check", remedy: "Remedy | None") -> dict[str, Any] | None:
    """The same for programs; `script` says what it is like for one of the check's examples, `noScript` why there is none."""
    if remedy is None:
        return None
    return {
        "asOf": AS_OF, "portal": list(remedy.portal), "after": list(remedy.after), "caution": list(remedy.caution), "effort": str(remedy.effort),
        "takes": remedy.takes, "owner": remedy.owner, "undo": remedy.undo, "noScript": remedy.no_script,
        "script": _script(_sample(check, remedy)) if remedy.script else None,
    }  # fmt: skip


def _offer(check: "Check", remedy: "Remedy") -> str:
    if not remedy.script:
        return f"none. {remedy.no_script}"
    sample = _sample(check, remedy)
    like = f" For an example: {sample.changes} Delegated permissions: {', '.join(sample.scopes)}." if sample else ""
    return f"offered, with a what-if first: assessor assess SNAPSHOT --checks {check.info.id} --format plan.{like}"


def _script(sample: "Script | None") -> dict[str, Any]:
    return {} if sample is None else {"changes": sample.changes, "permissions": list(sample.scopes), "role": sample.role, "text": sample.text}


def _sample(check: "Check", remedy: "Remedy") -> "Script | None":
    found = sample_script(check, remedy)
    return found.script if found else None
