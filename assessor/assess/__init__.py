"""Checks put to a tenant: catalogue, engine, score."""

from assessor.assess.catalogue import Catalogue, load
from assessor.assess.engine import assess

__all__ = ["Catalogue", "assess", "load"]
