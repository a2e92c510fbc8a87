"""Lifecycle workflows, the audit log of PIM, and what Azure Resource Manager tells of logs and alerts."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET

from assessor.model.rows import Known, Moment, Row


class LifecycleWorkflow(Row, frozen=True, kw_only=True):
    """What happens by itself when people come, move or go; conditions keep Graph's own shape because it has many."""

    id: str = ""
    display_name: str | None | Known = UNSET
    category: str | None | Known = UNSET
    """joiner, mover or leaver."""
    is_enabled: bool | None | Known = UNSET
    is_scheduling_enabled: bool | None | Known = UNSET
    deleted_date_time: Moment | None | Known = UNSET
    execution_conditions: dict[str, Any] | None | Known = UNSET


class AuditActor(Row, frozen=True, kw_only=True):
    """A person or an application that did something."""

    id: str | None = None
    display_name: str | None = None


class AuditInitiator(Row, frozen=True, kw_only=True):
    """Who did it."""

    user: AuditActor | None = None
    app: AuditActor | None = None


class DirectoryAudit(Row, frozen=True, kw_only=True):
    """An event of PIM in the audit log."""

    id: str = ""
    activity_date_time: Moment | None | Known = UNSET
    activity_display_name: str | None | Known = UNSET
    category: str | None | Known = UNSET
    operation_type: str | None | Known = UNSET
    result: str | None | Known = UNSET
    initiated_by: AuditInitiator | None | Known = UNSET
    target_resources: list[dict[str, Any]] | None | Known = UNSET


class RoleManagementAlert(Row, frozen=True, kw_only=True):
    """A warning of PIM itself; definition and configuration keep Graph's own shape."""

    id: str
    alert_definition_id: str | None | Known = UNSET
    is_active: bool | None | Known = UNSET
    incident_count: int | None | Known = UNSET
    alert_definition: dict[str, Any] | None | Known = UNSET
    alert_configuration: dict[str, Any] | None | Known = UNSET


class AzureResource(Row, frozen=True, kw_only=True):
    """A resource of Azure; its properties keep their own shape, which changes with the version of the API."""

    id: str = ""
    name: str | None | Known = UNSET
    properties: dict[str, Any] | None | Known = UNSET


class AccessReviewDefinition(Row, frozen=True, kw_only=True):
    """An access review; scopes keep Graph's own shape because it has many."""

    id: str
    display_name: str | None | Known = UNSET
    status: str | None | Known = UNSET
    scope: dict[str, Any] | None | Known = UNSET
    instance_enumeration_scope: dict[str, Any] | None | Known = UNSET
    settings: dict[str, Any] | None | Known = UNSET
    reviewers: list[dict[str, Any]] | None | Known = UNSET
    stage_settings: list[dict[str, Any]] | None | Known = UNSET


class CustomTaskExtension(Row, frozen=True, kw_only=True):
    """Code of the customer's own that a lifecycle workflow calls; the endpoint keeps Graph's own shape."""

    id: str = ""
    display_name: str | None | Known = UNSET
    endpoint_configuration: dict[str, Any] | None | Known = UNSET
