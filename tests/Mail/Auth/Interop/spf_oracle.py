"""Answers SPF questions with pyspf. The file holds one JSON object per line: zone (name -> type -> values), ip, sender, helo.
Prints one result per line. DNS is the zone: names that are not in it do not exist, "FAIL" as the values means no answer."""
import json
import sys

import spf

zone = {}


def lookup(name, qtype, strict=True, timeout=0):
    records = zone.get(name.lower().rstrip("."), {})
    values = records.get(qtype, [])
    if values == "FAIL":
        raise spf.TempError("DNS does not answer")
    if qtype == "TXT":
        return [((name, qtype), [value.encode("latin-1")]) for value in values]
    if qtype == "MX":
        return [((name, qtype), (int(value.split(" ")[0]), value.split(" ")[1])) for value in values]
    return [((name, qtype), value) for value in values]


spf.DNSLookup = lookup
for line in open(sys.argv[1], encoding="utf-8"):
    question = json.loads(line)
    zone = question["zone"]
    try:
        print(spf.check2(question["ip"], question["sender"], question["helo"], querytime=0)[0])
    except Exception as e:  # pyspf's own fault: no opinion
        print("crash", repr(e))
