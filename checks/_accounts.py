"""What a user's row tells of the account's use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor import checkkit as kit

if TYPE_CHECKING:
    from datetime import datetime


def last_sign_in(row: kit.User) -> datetime | None:
    """When somebody last signed in with success; None for never, or longer ago than Graph remembers (April 2020)."""
    # the other two dates count attempts as well, failed ones included: they stand in only where Graph gives no date of a success
    activity = kit.known(row.sign_in_activity)
    if activity is None or activity.last_successful_sign_in_date_time:
        return activity.last_successful_sign_in_date_time if activity else None
    return max(filter(None, (activity.last_sign_in_date_time, activity.last_non_interactive_sign_in_date_time)), default=None)
