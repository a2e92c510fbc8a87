"""The sample tenants, person by person and setting by setting. All names are invented."""
