"""Who can become what, and by which edge (guidance: the page on the privilege graph)."""

from assessor.graph.build import PrivilegeGraph

__all__ = ["PrivilegeGraph"]
