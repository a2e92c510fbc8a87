"""Conditional Access: sign-ins decided, activations decided, gaps found; offline, from Graph's own JSON."""

from assessor.conditional_access.activate import Activation, Activations
from assessor.conditional_access.decide import Answer, ConditionalAccess, Decision, Judgement
from assessor.conditional_access.directory import Directory
from assessor.conditional_access.documents import activation_document, answer_document, gaps_document
from assessor.conditional_access.enforced import Enforcement, enforced_context, enforcement
from assessor.conditional_access.fit import Trit, Want
from assessor.conditional_access.gaps import FAILS, NO_RISK, Found, Gap, Gaps, Nearest, Proof, Risks, Survey, gaps, gaps_in, proof_of, survey
from assessor.conditional_access.grants import Property
from assessor.conditional_access.people import ANY_GUEST, ANY_MEMBER, People, spared
from assessor.conditional_access.phones import Outcome, PhoneProof, Phones
from assessor.conditional_access.policy import Policy
from assessor.conditional_access.resting import at_rest
from assessor.conditional_access.signin import Context, Request, SignIn, Target, Who, Workload
from assessor.conditional_access.spaces import OTHER_APP, Space, space_of

__all__ = [
    "ANY_GUEST",
    "ANY_MEMBER",
    "FAILS",
    "NO_RISK",
    "OTHER_APP",
    "Activation",
    "Activations",
    "Answer",
    "ConditionalAccess",
    "Context",
    "Decision",
    "Directory",
    "Enforcement",
    "Found",
    "Gap",
    "Gaps",
    "Judgement",
    "Nearest",
    "Outcome",
    "People",
    "PhoneProof",
    "Phones",
    "Policy",
    "Proof",
    "Property",
    "Request",
    "Risks",
    "SignIn",
    "Space",
    "Survey",
    "Target",
    "Trit",
    "Want",
    "Who",
    "Workload",
    "activation_document",
    "answer_document",
    "at_rest",
    "enforced_context",
    "enforcement",
    "gaps",
    "gaps_document",
    "gaps_in",
    "proof_of",
    "space_of",
    "spared",
    "survey",
]
