"""No test judges by the clock, hypothesis' own limits on an example's time neither: the machine may be busy."""

from hypothesis import HealthCheck, settings

settings.register_profile("no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no clock")
