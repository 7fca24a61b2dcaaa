"""Grading with a language model on any OpenAI-compatible server. Nothing heavy is imported before the first answer."""

from interviewer.grading.llm.grader import LlmGrader
from interviewer.grading.llm.record import Recorder, Replay, replay_client
from interviewer.grading.llm.servers import ServerMemory
from interviewer.grading.llm.tokens import estimate_tokens, fetch_vocabulary

__all__ = ["LlmGrader", "Recorder", "Replay", "ServerMemory", "estimate_tokens", "fetch_vocabulary", "replay_client"]
