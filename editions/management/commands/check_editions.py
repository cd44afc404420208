from typing import Any

from django.core.management.base import BaseCommand, CommandError

from editions.content import versioned_models
from editions.publishing import BATCH_SIZE, unrecorded


class Command(BaseCommand):
    help = (
        "Names every row that says something else than its newest edition, or has none. "
        "Such rows were written past publish() and withdraw(). Changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for model in versioned_models().values():
            numbers = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
            for start in range(0, len(numbers), BATCH_SIZE):
                batch = unrecorded(model, numbers[start : start + BATCH_SIZE])
                for row in model._base_manager.filter(pk__in=batch).order_by("pk"):
                    self.stdout.write(f"{model._meta.verbose_name} {row.pk}: {row}")
                found += len(batch)
        if found:
            raise CommandError(f"{found} in all. Save each in the admin to write its edition.")
        self.stdout.write(self.style.SUCCESS("Each row says what its newest edition says."))
