"""xmlsec1 as the judge of a workbook's signature, down to each part and relationship."""

import re
import subprocess
from pathlib import Path
from xml.sax.saxutils import unescape

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.factories.signed_workbooks import SIGNATURE, zip_entries
from tests.oracles import oracle

IDS = (
    "--id-attr:Id", "http://www.w3.org/2000/09/xmldsig#:Object",
    "--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
)  # fmt: skip
OBJECTS, PARTS = re.compile(r"SignedInfo .*: (\S+)"), re.compile(r"Manifests .*: (\S+)")


def xmlsec_says(workbook: bytes, certificate: x509.Certificate, folder: Path) -> tuple[str, str]:
    """Return how many objects and how many parts hold, each as `good/all`."""
    command = [str(oracle("xmlsec1")), "--verify", *IDS]
    for name, content in zip_entries(workbook).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    xml = (folder / SIGNATURE).read_text("utf-8")
    for uri in map(unescape, re.findall(r'URI="(/[^"]+)"', xml)):
        command += [f"--url-map:{uri}", str(folder / uri[1:].partition("?")[0])]
    pem = folder / "signer.pem"
    pem.write_bytes(certificate.public_bytes(Encoding.PEM))
    # The key is given, the one in the file is not believed.
    command += ["--enabled-key-data", "key-name", "--pubkey-cert-pem", str(pem)]
    done = subprocess.run(
        [*command, str(folder / SIGNATURE)], capture_output=True, text=True, check=False
    )
    # OK speaks of the value and the objects; parts are only counted.
    assert (done.returncode == 0) == ("OK" in done.stderr.splitlines()), done.stderr
    if done.returncode:
        return "", ""
    objects, parts = OBJECTS.search(done.stderr), PARTS.search(done.stderr)
    assert objects
    assert parts
    return objects[1], parts[1]
