"""Microsoft's reports about users, as Graph writes them; see `rows` for what absent and null mean."""

from __future__ import annotations

from assessor.model.rows import UNSET, Known, Row


class UserRegistrationDetails(Row, frozen=True, kw_only=True):
    """Which methods of authentication somebody registered; the report leaves out disabled users and lags by hours."""

    id: str
    user_principal_name: str | None | Known = UNSET
    is_mfa_capable: bool | None | Known = UNSET
    methods_registered: list[str] | None | Known = UNSET
