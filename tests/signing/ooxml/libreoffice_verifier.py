"""Run by the system's Python: ask a LibreOffice that listens what it says of signed files.

Arguments: the name of the pipe, then the files as URLs. Prints a JSON list for each file.
"""

import contextlib
import json
import sys
import time
from typing import Any

import uno
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]
from com.sun.star.lang import DisposedException  # type: ignore[import-not-found]

PATIENCE = 60
"""Seconds until LibreOffice must have started."""


def connect(pipe: str) -> Any:
    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    last = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > last:
                raise


def signatures(context: Any, url: str) -> list[dict[str, Any]]:
    services = context.ServiceManager
    factory = services.createInstanceWithContext("com.sun.star.embed.StorageFactory", context)
    zipped = PropertyValue("StorageFormat", 0, "ZipFormat", 0)
    # A plain tuple is refused as "wrong 3rd arg".
    more = uno.Any("[]com.sun.star.beans.PropertyValue", (zipped,))
    storage = uno.invoke(factory, "createInstanceWithArguments", ((url, 1, more),))
    name = "com.sun.star.security.DocumentDigitalSignatures"
    judge = services.createInstanceWithArgumentsAndContext(name, ("1.2", True), context)
    return [
        {
            "valid": signature.SignatureIsValid,
            "trusted": signature.CertificateStatus == 0,
            "signer": signature.Signer.SubjectName if signature.Signer else "",
        }
        for signature in judge.verifyDocumentContentSignatures(storage, None)
    ]


def main() -> None:
    context = connect(sys.argv[1])
    json.dump([signatures(context, url) for url in sys.argv[2:]], sys.stdout)
    name = "com.sun.star.frame.Desktop"
    with contextlib.suppress(DisposedException):  # it may be gone before it can answer
        context.ServiceManager.createInstanceWithContext(name, context).terminate()


main()
