"""Listings on SQLite lie in the order of their key, once; else the table and its key are two."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CLUSTERED = """
    CREATE TABLE catalogue_listing (
        facet_id bigint NOT NULL REFERENCES catalogue_facet (id) DEFERRABLE INITIALLY DEFERRED,
        seen smallint NOT NULL,
        place BLOB NOT NULL,
        object_id bigint NOT NULL,
        PRIMARY KEY (facet_id, seen, place, object_id)
    ) WITHOUT ROWID
"""


def cluster(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE catalogue_listing")
        schema_editor.execute(CLUSTERED)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_full_text_index")]

    operations = [migrations.RunPython(cluster, migrations.RunPython.noop)]
