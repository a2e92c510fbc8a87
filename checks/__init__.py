"""The built-in pack of checks: one flat file a check."""
