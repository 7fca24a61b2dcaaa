"""Flags that say something to the LLM grader alone."""

import argparse

from interviewer.cli.output import BadInputError, say
from interviewer.settings import Settings


def say_what_has_no_effect(args: argparse.Namespace, settings: Settings) -> None:
    """With the offline grader: a note on flags that do nothing; BadInputError for those that cannot be meant."""
    if settings.grader == "llm":
        return
    for flag in ("record", "replay"):
        if getattr(args, flag, None):
            raise BadInputError(f"--{flag}: needs --grader llm (the offline grader sends nothing)")
    idle = [flag for flag in ("effort", "model", "base_url", "concurrency") if getattr(args, flag, None) is not None]
    if idle:
        names = ", ".join(f"--{flag.replace('_', '-')}" for flag in idle)
        say(f"note: {names} has no effect on the offline grader; add --grader llm to grade with a model")
