"""Conditional Access: sign-ins decided, activations decided, gaps found; offline, from Graph's own JSON."""

from assessor.conditional_access.activate import Activation, Activations
from assessor.conditional_access.decide import Answer, ConditionalAccess, Decision, Judgement
from assessor.conditional_access.documents import activation_document, answer_document, gaps_document
from assessor.conditional_access.enforced import Enforcement, enforced_context, enforcement
from assessor.conditional_access.fit import Trit, Want
from assessor.conditional_access.gaps import Gap, Gaps, Nearest, gaps, gaps_in
from assessor.conditional_access.grants import Property
from assessor.conditional_access.phones import Outcome, PhoneProof, Phones
from assessor.conditional_access.policy import Policy
from assessor.conditional_access.signin import Context, Request, SignIn, Target, Who, Workload
from assessor.conditional_access.spaces import OTHER_APP, space_of

__all__ = [
    "OTHER_APP",
    "Activation",
    "Activations",
    "Answer",
    "ConditionalAccess",
    "Context",
    "Decision",
    "Enforcement",
    "Gap",
    "Gaps",
    "Judgement",
    "Nearest",
    "Outcome",
    "PhoneProof",
    "Phones",
    "Policy",
    "Property",
    "Request",
    "SignIn",
    "Target",
    "Trit",
    "Want",
    "Who",
    "Workload",
    "activation_document",
    "answer_document",
    "enforced_context",
    "enforcement",
    "gaps",
    "gaps_document",
    "gaps_in",
    "space_of",
]
