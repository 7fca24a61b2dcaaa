"""The embedded grader: deterministic, explained by the rubric's own checks, no model and no network."""
