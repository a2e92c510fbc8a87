"""Who can become administrator of a Microsoft Entra tenant, how, and what guards the way: judged offline from one export."""

__version__ = "0.1.0"
