"""checkkit."""
