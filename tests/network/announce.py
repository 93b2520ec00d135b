"""Announces an instrument by mDNS, with somebody else's library, until its input ends."""

import socket
import sys

from zeroconf import ServiceInfo, Zeroconf

facts = {"txtvers": "1", "Manufacturer": "Acme", "Model": "M1", "SerialNumber": "7", "FirmwareVersion": "1.0"}
zeroconf = Zeroconf(interfaces=["10.77.0.1"])
for service, port in (("_lxi", 80), ("_hislip", 4880), ("_scpi-raw", 5025)):
    zeroconf.register_service(
        ServiceInfo(
            "%s._tcp.local." % service,
            "Acme M1 SN.7.%s._tcp.local." % service,
            port,
            addresses=[socket.inet_aton("10.77.0.1")],
            properties=facts if service == "_lxi" else {"txtvers": "1"},
            server="m1-7.local.",
        )
    )
print("ready", flush=True)
sys.stdin.read()
