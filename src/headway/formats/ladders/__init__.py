"""Ladders of other houses: each form is read into one draft, and the draft becomes a ladder."""
