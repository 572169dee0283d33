"""Signs messages with dkimpy: every canonical form and both algorithms. Arguments: RSA key (PEM), message, folder for the results.
Prints the public Ed25519 key."""
import base64
import sys

import dkim
import nacl.signing

rsa = open(sys.argv[1], "rb").read()
message = open(sys.argv[2], "rb").read()
seed = nacl.signing.SigningKey(bytes(range(32)))
ed25519 = base64.b64encode(bytes(range(32)))
headers = [b"From", b"To", b"Subject", b"Date"]
for header in (b"simple", b"relaxed"):
    for body in (b"simple", b"relaxed"):
        for length in (False, True):
            for name, selector, key in ((b"rsa-sha256", b"rsa", rsa), (b"ed25519-sha256", b"ed", ed25519)):
                signature = dkim.sign(message, selector, b"signer.example", key, canonicalize=(header, body), length=length,
                                      include_headers=headers, signature_algorithm=name)
                path = b"/".join([sys.argv[3].encode(), b"-".join([header, body, str(length).encode(), selector])])
                open(path, "wb").write(signature + message)
print(base64.b64encode(bytes(seed.verify_key)).decode())
