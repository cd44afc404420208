from django.apps import AppConfig


class KazbatConfig(AppConfig):
    name = "kazbat"
    verbose_name = "Kazbat"
