"""Ladders in the forms of other houses: one module a form, and `forms` that knows them all."""
