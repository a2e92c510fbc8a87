"""Registered methods of authentication, by Graph's words."""

_RESISTANT = ("fido2", "passkey", "windowshelloforbusiness", "x509certificate", "certificate", "macossecureenclavekey")
"""Beginnings of the words for what cannot be phished (resources/userregistrationdetails, concept-authentication-strengths); passkeys have many."""


def is_resistant(method: str) -> bool:
    """Whether a registered method is phishing-resistant."""
    return method.lower().startswith(_RESISTANT)
