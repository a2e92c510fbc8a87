"""The templates, styles and fonts of the reports."""
