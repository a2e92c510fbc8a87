"""engagement.toml as values: what a tenant cannot tell about itself.

A wrong type is an error that names file and key; a key that nobody knows has no effect and is reported as a problem.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from assessor.model.engagement import Answer, CheckSettings, Engagement, ExceptionEntry, Thresholds
from assessor.model.errors import EngagementError
from assessor.model.result import EngagementProblem
from assessor.model.words import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "engagement.toml"
LANGUAGES = ("en", "de")
WRITTEN = "en"
"""What the reports are written in, whatever the file asks for."""
ANSWERS = ("pass", "fail", "partial")
MOST_BYTES = 16 * 1024 * 1024

_EXAMPLE = "see the example in the page on the snapshot"


def find_engagement(snapshot: Path, given: Path | None = None) -> Path | None:
    """The engagement file of a snapshot: the given one; else beside the snapshot, never inside it.

    Beside it are looked for `<name of the snapshot>.engagement.toml` (several snapshots may share a folder; a zip's
    name counts without its ending), then `engagement.toml`.
    """
    if given is not None:
        return given
    place = snapshot.absolute()
    names = (f"{place.name}.{NAME}", f"{place.name.removesuffix('.zip')}.{NAME}", NAME)
    return next((place.parent / name for name in names if (place.parent / name).is_file()), None)


def read_engagement(path: Path) -> Engagement:
    """The engagement of this file; EngagementError in one line where it cannot be read as it is."""
    document = _Section(str(path), "", _document(path))
    about, glass, sensitive = document.section("engagement"), document.section("break_glass"), document.section("sensitive")
    values = Engagement(
        file=path.name,
        customer=about.text("customer"),
        consultant=about.text("consultant"),
        language=about.word("language", LANGUAGES),
        logo=about.text("logo"),
        break_glass_accounts=glass.texts("accounts"),
        break_glass_groups=glass.texts("groups"),
        sensitive_users=sensitive.texts("users"),
        sensitive_groups=sensitive.texts("groups"),
        thresholds=_thresholds(document.section("thresholds")),
        exceptions=tuple(_exception(entry) for entry in document.sections("exceptions")),
        answers={name: _answer(entry) for name, entry in document.named("answers").items()},
        checks={name: _settings(entry) for name, entry in document.named("checks").items()},
    )
    return _with_problems(values, document)


def _document(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)  # a pipe or a device tells no size
        if len(content) > MOST_BYTES:
            raise EngagementError(str(path), f"is larger than {MOST_BYTES} bytes", "give an engagement file")
        return tomllib.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise EngagementError(str(path), f"cannot be read ({error.strerror or type(error).__name__})", "give an engagement file") from None
    except UnicodeDecodeError:
        raise EngagementError(str(path), "is not UTF-8", "save it as UTF-8") from None
    except RecursionError:
        raise EngagementError(str(path), "is nested too deeply", _EXAMPLE) from None
    except tomllib.TOMLDecodeError as error:
        raise _syntax(path, str(error)) from None


def _syntax(path: Path, says: str) -> EngagementError:
    line = re.search(r" \(at line (\d+), column \d+\)", says)
    where = f"{path}:{line[1]}" if line else str(path)
    return EngagementError(where, f"is not TOML: {' '.join(says.split())}", _EXAMPLE)


class _Section:
    """A table of the file: gives its values by type, and remembers which keys nobody asked for."""

    def __init__(self, file: str, at: str, values: Mapping[str, Any]) -> None:
        self._file, self._at, self._values = file, at, values
        self._asked: set[str] = set()
        self._inner: list[_Section] = []

    def text(self, key: str) -> str | None:
        return self._typed(key, str, "a text")  # type: ignore[no-any-return]

    def needed(self, key: str) -> str:
        value = self.text(key)
        if not value:
            raise self._error(key, "is missing")
        return value

    def word(self, key: str, allowed: tuple[str, ...]) -> str | None:
        value = self.text(key)
        if value is not None and value not in allowed:
            raise self._error(key, f"is {value[:100]!r}, which is none of {', '.join(allowed)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._typed(key, list, "a list of texts") or []
        for number, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                raise self._error(f"{key}[{number}]", "is not a text, or an empty one")
        return tuple(value.strip() for value in values)

    def day(self, key: str) -> date | None:
        value = self._get(key)
        if isinstance(value, str):
            try:
                return date.fromisoformat(value[:10]) if len(value) == 10 else datetime.fromisoformat(value).date()
            except ValueError:
                raise self._error(key, f"is {value[:100]!r}, which is no date") from None
        if isinstance(value, datetime):
            return value.date()
        if value is not None and not isinstance(value, date):
            raise self._error(key, "is not a date")
        return value

    def positive(self, key: str, default: int) -> int:
        value = self._get(key)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self._error(key, f"is {str(value)[:100]}, and must be a whole number above 0")
        return value

    def section(self, key: str) -> _Section:
        return self._open(key, self._typed(key, dict, "a section") or {})

    def sections(self, key: str) -> list[_Section]:
        found = self._typed(key, list, "a list of sections ([[…]])") or []
        for number, one in enumerate(found):
            if not isinstance(one, dict):
                raise self._error(f"{key}[{number}]", "is not a section")
        return [self._open(f"{key}[{number}]", one) for number, one in enumerate(found)]

    def named(self, key: str) -> dict[str, _Section]:
        inside = self.section(key)
        names = {name: name.strip().upper() for name in inside._values}
        for name, check_id in names.items():
            if list(names.values()).count(check_id) > 1:
                raise inside._error(name, f"is there twice: {check_id} in capitals and in small letters")
        return {check_id: inside.section(name) for name, check_id in names.items()}

    def numbers(self, key: str) -> dict[str, int]:
        inside = self.section(key)
        return {name: inside.positive(name, 1) for name in inside._values}

    def unknown(self) -> list[str]:
        own = [self._name(key) for key in self._values if key not in self._asked]
        return own + [name for inner in self._inner for name in inner.unknown()]

    def _open(self, key: str, values: Mapping[str, Any]) -> _Section:
        inner = _Section(self._file, self._name(key), values)
        self._inner.append(inner)
        return inner

    def _get(self, key: str) -> Any:
        self._asked.add(key)
        return self._values.get(key)

    def _typed(self, key: str, kind: type, words: str) -> Any:
        value = self._get(key)
        if value is not None and not isinstance(value, kind):
            raise self._error(key, f"is not {words}")
        return value

    def _name(self, key: str) -> str:
        return f"{self._at}.{key}" if self._at else key

    def _error(self, key: str, what: str) -> EngagementError:
        return EngagementError(f"{self._file}: {self._name(key)}", what, _EXAMPLE)


def _thresholds(section: _Section) -> Thresholds:
    defaults = Thresholds().as_dict()
    return Thresholds(**{name: section.positive(name, default) for name, default in defaults.items()})


def _exception(entry: _Section) -> ExceptionEntry:
    return ExceptionEntry(
        check=entry.needed("check"), subject=entry.needed("subject"), reason=entry.text("reason"), owner=entry.text("owner"), expires=entry.day("expires")
    )


def _answer(entry: _Section) -> Answer:
    entry.needed("answer")
    return Answer(answer=entry.word("answer", ANSWERS) or "", by=entry.text("by"), on=entry.day("on"))


def _settings(entry: _Section) -> CheckSettings:
    severity = entry.word("severity", tuple(Severity))
    return CheckSettings(severity=Severity(severity) if severity else None, thresholds=entry.numbers("thresholds"))


def _with_problems(values: Engagement, document: _Section) -> Engagement:
    problems = [EngagementProblem(name, "nobody knows this key; it has no effect") for name in document.unknown()]
    if values.language not in (None, WRITTEN):
        problems.append(EngagementProblem("engagement.language", f"is {values.language}; this version writes English only"))
    return replace(values, problems=tuple(problems))
