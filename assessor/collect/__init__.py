"""Graph to snapshot: the one room with a network. The SDK is imported when somebody collects, and is an extra of its own."""

from assessor.collect.clouds import CLOUDS, Cloud, chosen
from assessor.collect.engine import Patience
from assessor.collect.plan import Choice, Plan, make
from assessor.collect.run import Collected, Settings, collect, preflight
from assessor.collect.signin import KINDS, SignIn, SignInError
from assessor.collect.table import COLLECTIONS, SOURCES

__all__ = [
    "CLOUDS",
    "COLLECTIONS",
    "KINDS",
    "SOURCES",
    "Choice",
    "Cloud",
    "Collected",
    "Patience",
    "Plan",
    "Settings",
    "SignIn",
    "SignInError",
    "chosen",
    "collect",
    "make",
    "preflight",
]
