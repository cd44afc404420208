"""The bulk door: people, names, claims, sources, citations in batches, under the rules of forms.

    with bulk_load(origin="roll.csv") as load:
        load.add(Person, ["slug", "display_name_en"], rows, name="person.csv")

See docs/loading.md and docs/adr/0012.
"""

from .faults import Fault, Faults, RefusedError
from .loading import BulkLoad, bulk_load

__all__ = ["BulkLoad", "Fault", "Faults", "RefusedError", "bulk_load"]
