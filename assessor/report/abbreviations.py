"""Words and abbreviations of the field with their meaning: a summary explains those that it uses, and no others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

TERMS = {
    "Global Administrator": "the role that can do everything in the tenant",
    "standing": "held at every hour, without an activation",
    "eligible": "has to be activated first, which leaves a trace and ends by itself",
    "by control": "does not hold the role, but controls somebody or something that does",
    "emergency account": "kept for the day when nobody else can sign in; also called break-glass account",
    "coverage": "the share of what should be judged that could be",
    "phishing-resistant": "proven by a passkey, security key or certificate, which a false sign-in page cannot pass on",
    "tier 0": "everything that gives control over the whole tenant, directly or in one step",
    "protected action": "an operation that asks for more than the role: a fresh, strong sign-in",
    "Conditional Access": "the rules that decide what a sign-in has to prove",
    "restricted management": "a unit whose members only named administrators can change",
    "service principal": "the identity of an application in the tenant",
}
ABBREVIATIONS = {
    "PIM": "Privileged Identity Management, the service that activates roles",
    "MFA": "multifactor authentication: a second proof besides the password",
    "CA": "Conditional Access",
    "GA": "Global Administrator",
    "API": "application programming interface",
    "P2": "Entra ID P2, the licence that holds Privileged Identity Management",
    "SCIM": "System for Cross-domain Identity Management",
    "SMS": "short message service: a code sent by text message",
    "IP": "Internet Protocol",
    "HR": "human resources",
    "IT": "information technology",
    "ID": "identifier",
    "GDAP": "granular delegated admin privileges of a partner",
    "OAuth": "open authorisation: how applications are given rights",
    "CISO": "chief information security officer",
    "FIDO2": "Fast Identity Online, second version: the standard behind security keys and passkeys",
}
_ABBREVIATION = re.compile(r"\b(?:[A-Z][A-Z0-9]+|OAuth)\b")


def explained(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Terms and long forms of what stands in the texts, terms first."""
    said = "\n".join(texts)
    plain = said.lower()
    terms = [(name, meaning) for name, meaning in TERMS.items() if name.lower() in plain]
    return tuple(terms + [(name, ABBREVIATIONS[name]) for name in ABBREVIATIONS if name in set(_ABBREVIATION.findall(said))])


def abbreviations_in(text: str) -> frozenset[str]:
    """Every abbreviation of a text, known or not."""
    return frozenset(_ABBREVIATION.findall(text))
