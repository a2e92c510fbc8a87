"""Checks put to a tenant: catalogue, engine, score."""

from assessor.assess.catalogue import BUILT_IN, Catalogue, load
from assessor.assess.engine import assess

__all__ = ["BUILT_IN", "Catalogue", "assess", "load"]
