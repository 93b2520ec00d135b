"""Reads an STDF file with pystdf and prints each record as a line of JSON: its name and its fields in their order."""

import json
import sys

from pystdf.IO import Parser
from pystdf import V4


class Printer:
    def after_send(self, source, data):
        kind, fields = data
        print(json.dumps([kind.__class__.__name__.upper(), dict(zip([f[0] for f in kind.fieldMap], fields))]))


with open(sys.argv[1], "rb") as file:
    parser = Parser(recTypes=V4.records, inp=file)
    parser.addSink(Printer())
    parser.parse()
