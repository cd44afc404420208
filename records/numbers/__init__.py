"""Numbers as people write them, in digits and in words, in English, Russian and Kazakh."""

from .finding import FoundNumber, find_numbers
from .reading import TypedNumber, bound_around, read_number

__all__ = ["FoundNumber", "TypedNumber", "bound_around", "find_numbers", "read_number"]
