"""What the consultants of Acme look at beyond the built-in catalogue."""
