"""Two graders over one rubric: offline (deterministic, embedded) and llm (any OpenAI-compatible server)."""
