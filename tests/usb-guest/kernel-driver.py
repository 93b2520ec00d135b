"""What Linux's own USBTMC driver does with the simulated instrument. Source of the numbers: linux/usb/tmc.h."""

import array
import errno
import fcntl
import os
import select

CLEAR, TRIGGER = 0x5B02, 0x5B16
SET_TIMEOUT = 0x40045B0A
READ_STB, GET_CAPS = 0x80015B12, 0x80015B11
REN_CONTROL, GOTO_LOCAL = 0x40015B13, 0x5B14

device = os.open("/dev/usbtmc0", os.O_RDWR)


def query(text, size=4096):
    os.write(device, text.encode())
    return os.read(device, size).decode()


def get(request):
    value = array.array("B", [0])
    fcntl.ioctl(device, request, value)
    return value[0]


def timeout(milliseconds):
    fcntl.ioctl(device, SET_TIMEOUT, array.array("I", [milliseconds]))


def identity():
    assert query("*IDN?") == "Fourwire,Guest,MY1,1.0\n"


def long_read():
    os.write(device, b"LONG? 65536")
    answer = b""
    while not answer.endswith(b"\n"):
        answer += os.read(device, 100000)
    assert answer == b"x" * 65536 + b"\n", len(answer)


def lengths_around_packets():
    for length in (499, 500, 501, 1011, 1012, 1013, 2035, 2036):
        assert query("LONG? %d" % (length - 1)) == "x" * (length - 1) + "\n", length


def long_write():
    os.write(device, b'TEXT "' + b"y" * 65536 + b'"')
    assert query("TEXT:LENGTH?") == "65536\n"


def capabilities():
    assert get(GET_CAPS) & 0x07 == 0x07, get(GET_CAPS)
    folder = "/sys/class/usbmisc/usbtmc0/device/"
    with open(folder + "interface_capabilities") as text:
        assert text.read() == "4\n"
    with open(folder + "device_capabilities") as text:
        assert text.read() == "1\n"


def status_byte():
    query("*CLS;*SRE 0;*OPC?")
    assert get(READ_STB) == 0
    os.write(device, b"*IDN?")
    assert get(READ_STB) == 0x10
    assert os.read(device, 100).startswith(b"Fourwire")


def service_request():
    poll = select.poll()
    poll.register(device, select.POLLPRI)
    query("*CLS;*ESE 1;*SRE 32;*OPC?")
    assert poll.poll(0) == []
    os.write(device, b"*OPC")
    assert len(poll.poll(2000)) == 1
    assert get(READ_STB) == 0x60
    query("*CLS;*SRE 0;*OPC?")


def time_out_and_clear():
    timeout(300)
    os.write(device, b"SILENT?")
    try:
        os.read(device, 100)
        raise AssertionError("a response came")
    except OSError as error:
        assert error.errno == errno.ETIMEDOUT, error
    timeout(5000)
    fcntl.ioctl(device, CLEAR)
    identity()


def clear_with_a_response_queued():
    os.write(device, b"LONG? 20000")
    os.read(device, 1000)
    fcntl.ioctl(device, CLEAR)
    identity()


def trigger():
    before = int(query("TRIGGERS?"))
    fcntl.ioctl(device, TRIGGER)
    assert int(query("TRIGGERS?")) == before + 1


def remote_and_local():
    fcntl.ioctl(device, REN_CONTROL, array.array("B", [1]))
    assert query("REMOTE?") == "1\n"
    fcntl.ioctl(device, GOTO_LOCAL)
    fcntl.ioctl(device, REN_CONTROL, array.array("B", [0]))


scenarios = (
    identity,
    long_read,
    lengths_around_packets,
    long_write,
    capabilities,
    status_byte,
    service_request,
    time_out_and_clear,
    clear_with_a_response_queued,
    trigger,
    remote_and_local,
)
for scenario in scenarios:
    name = "kernel driver: " + scenario.__name__.replace("_", " ")
    try:
        scenario()
        print("ok " + name, flush=True)
    except (AssertionError, OSError) as error:
        print("not ok %s: %r" % (name, error), flush=True)
os.close(device)
