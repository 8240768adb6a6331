"""The proof: each expectation of a role with its evidence, or "nothing yet"."""
