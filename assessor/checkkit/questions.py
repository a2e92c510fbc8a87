"""A question that only a person can answer."""


class NeedsPerson(Exception):  # noqa: N818  # a signal between a check and the engine
    """Raised by a check that finds no data to decide on; the engine makes it `manual`, or takes the engagement's answer."""
