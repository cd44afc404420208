"""Which records had an address, or were public, at any time."""

from __future__ import annotations

from records.models import Record

from .models import IN_PUBLIC, Edition


def formerly_at(model: type[Record], address: str) -> list[int]:
    """The numbers of the records that once had an address in public, the last first."""
    former = Edition.objects.filter(
        address=address, kind=model._meta.model_name, event__in=IN_PUBLIC
    )
    return list(former.order_by("-pk").values_list("record_id", flat=True))


def was_public(record: Record) -> bool:
    """Whether it is or ever was published itself; its address answers accordingly."""
    if record.is_published:
        return True
    editions = Edition.objects.of(str(record._meta.model_name), record.pk)
    return editions.filter(event__in=IN_PUBLIC).exists()


def was_seen(record: Record) -> bool:
    """Whether readers saw it when it was changed: all its parents were public too."""
    return (
        Edition.objects.of(str(record._meta.model_name), record.pk).filter(is_visible=True).exists()
    )
