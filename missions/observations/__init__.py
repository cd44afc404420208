"""The numbers of a series: one for each month or day that a source's table prints."""

from .value import Change, Observation, Observations, some_in_words

__all__ = ["Change", "Observation", "Observations", "some_in_words"]
