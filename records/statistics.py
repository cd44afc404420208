"""What the database knows of its own tables, from which it plans how to read them."""

from django.db import connections


def refresh_statistics(using: str) -> None:
    """For SQLite after many rows were written; PostgreSQL looks after its own."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Looks at a part of each table, so that it takes no longer for a large one.
            cursor.execute("PRAGMA analysis_limit=400")
            cursor.execute("PRAGMA optimize")
