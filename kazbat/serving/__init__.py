"""How pages reach their readers: kept, compressed, found by search engines."""
