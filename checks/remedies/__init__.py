"""How the findings of the built-in checks are mended; read only where a plan is asked for."""
