"""Headway: where a product manager stands, what is missing, and a dated plan to get there."""

__version__ = "0.1.0"
