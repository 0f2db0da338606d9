from tests.checks.trial.trying import attempt

__all__ = ["attempt"]
