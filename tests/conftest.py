"""What holds for all tests."""

from hypothesis import settings

settings.register_profile("whoasks", deadline=None)  # how fast something is, benchmarks say
settings.load_profile("whoasks")
