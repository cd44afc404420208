"""The full-text index of catalogue_document, outside Django's knowledge of the table.

SQLite: Django alters a table by making it anew, which drops its triggers. A later migration that
alters `Document` must therefore end with these same two operations (see `test_migrations.py`).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE_CREATE = (
    """
    CREATE VIRTUAL TABLE catalogue_document_fts USING fts5 (
        kind, folded_title, folded_text,
        content = 'catalogue_document', content_rowid = 'id',
        tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3 4 5 6 7 8'
    )
    """,
    """
    CREATE TRIGGER catalogue_document_added AFTER INSERT ON catalogue_document BEGIN
        INSERT INTO catalogue_document_fts (rowid, kind, folded_title, folded_text)
        VALUES (new.id, new.kind, new.folded_title, new.folded_text);
    END
    """,
    """
    CREATE TRIGGER catalogue_document_removed AFTER DELETE ON catalogue_document BEGIN
        INSERT INTO catalogue_document_fts
            (catalogue_document_fts, rowid, kind, folded_title, folded_text)
        VALUES ('delete', old.id, old.kind, old.folded_title, old.folded_text);
    END
    """,
    """
    CREATE TRIGGER catalogue_document_changed
    AFTER UPDATE OF folded_title, folded_text ON catalogue_document
    WHEN old.folded_title <> new.folded_title OR old.folded_text <> new.folded_text
    BEGIN
        INSERT INTO catalogue_document_fts
            (catalogue_document_fts, rowid, kind, folded_title, folded_text)
        VALUES ('delete', old.id, old.kind, old.folded_title, old.folded_text);
        INSERT INTO catalogue_document_fts (rowid, kind, folded_title, folded_text)
        VALUES (new.id, new.kind, new.folded_title, new.folded_text);
    END
    """,
    "INSERT INTO catalogue_document_fts (catalogue_document_fts) VALUES ('rebuild')",
)
SQLITE_DROP = (
    "DROP TRIGGER catalogue_document_changed",
    "DROP TRIGGER catalogue_document_removed",
    "DROP TRIGGER catalogue_document_added",
    "DROP TABLE catalogue_document_fts",
)

# A w stands before each word, a t before each word of a title and a k before the kind, so that a
# search in titles of a kind is answered from the index alone; weights would be looked up row by
# row. Also, PostgreSQL's parser
# takes words such as 12e5x apart because they begin like numbers, and leaves w12e5x whole.
_WORDS = r"to_tsvector('simple'::regconfig, regexp_replace({}, '([a-z0-9]+)', '{}\1', 'g'))"
POSTGRESQL_CREATE = (
    f"""
    ALTER TABLE catalogue_document ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (
        {_WORDS.format("folded_title", "t")}
        || {_WORDS.format("folded_title", "w")}
        || {_WORDS.format("folded_text", "w")}
        || {_WORDS.format("kind", "k")}
    ) STORED
    """,
    "CREATE INDEX catalogue_document_words ON catalogue_document USING gin (search_vector)",
)
POSTGRESQL_DROP = ("ALTER TABLE catalogue_document DROP COLUMN search_vector",)


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _execute(schema_editor, {"sqlite": SQLITE_CREATE, "postgresql": POSTGRESQL_CREATE})


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _execute(schema_editor, {"sqlite": SQLITE_DROP, "postgresql": POSTGRESQL_DROP})


def _execute(
    schema_editor: BaseDatabaseSchemaEditor, by_vendor: dict[str, tuple[str, ...]]
) -> None:
    for statement in by_vendor[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = (("catalogue", "0001_initial"),)

    operations = (migrations.RunPython(create, drop),)
