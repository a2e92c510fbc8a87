"""The vocabulary of the house: what a snapshot holds and what an assessment says."""
