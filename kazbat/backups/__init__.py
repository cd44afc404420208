"""The whole register in one file: records, editions, users and photographs."""
