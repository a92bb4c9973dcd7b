"""What holds for all tests, however they are started."""

import signal

from hypothesis import HealthCheck, settings

# Generated inputs are judged by what they show, not by how busy the machine is that makes them.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

# A shell lets what it starts in the background ignore Ctrl-C, `nohup` the end of a session, and all that these start;
# tests send both on purpose.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if getattr(signal, "SIGHUP", None) and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
