"""The LLM grader: the real SDK against a mocked transport or a scripted server of this machine."""
