"""Registers the records with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The one app that keeps things."""

    name = "headway.records"
    label = "records"
    verbose_name = "Headway's records"
