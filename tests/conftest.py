"""Hypothesis tries the same inputs in every run: a failure is never luck."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("same", deadline=None, derandomize=True, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("same")
