"""A sign-in from a phone that gets through, in words, for the checks that prove the opposite."""

from __future__ import annotations

from assessor import checkkit as kit

_CLIENTS: dict[str | None, str] = {
    "browser": "in a browser",
    "mobileAppsAndDesktopClients": "in a native app",
    "exchangeActiveSync": "by Exchange ActiveSync",
    "other": "in an old client",
}


def sign_in(case: kit.Case, proof: kit.PhoneProof) -> str:
    """The phone, and what the sign-in takes beside it: a client, a place, a device."""
    witness = proof.witness
    if witness is None:
        return "on a phone"
    phone = "an iPhone" if witness.platform == "iOS" else "an Android phone"
    return f"on {phone}{_device(proof, witness)}, {_CLIENTS[witness.client_app_type]}{_place(case, proof)}"


def _device(proof: kit.PhoneProof, witness: kit.SignIn) -> str:
    if proof.is_any_device:
        return ""
    return " that is not registered" if witness.device is None else f" with {', '.join(f'{key} {value}' for key, value in witness.device.items())}"


def _place(case: kit.Case, proof: kit.PhoneProof) -> str:
    if not proof.inside:
        return ""
    names = {row.id.lower(): kit.known(row.display_name, row.id) for row in case.find(kit.collection.NAMED_LOCATIONS) or ()}
    return f", from {' and '.join(names.get(one.lower(), 'the compliant network') for one in proof.inside)}"


def nearest(proof: kit.PhoneProof) -> str:
    """The policy that comes near, and what it lacks."""
    return f"nearest is the policy {proof.nearest.in_words}" if proof.nearest else "no policy comes near"
