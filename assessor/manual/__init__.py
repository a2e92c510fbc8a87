"""The documentation that is made from the checks themselves and from the tables: a page per check, and what of public frameworks they answer."""
