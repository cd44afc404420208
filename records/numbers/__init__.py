"""Numbers as people write them, in digits and in words, in English, Russian and Kazakh."""

from .finding import FoundNumber, find_numbers

__all__ = ["FoundNumber", "find_numbers"]
