"""The names that XML signatures and OPC packages use for what they hold."""

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
MDSSI = "http://schemas.openxmlformats.org/package/2006/digital-signature"
OFFICE = "http://schemas.microsoft.com/office/2006/digsig"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"

C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
RELATIONSHIP_TRANSFORM = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"

OBJECT = f"{DS}Object"
SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"

TO_ORIGIN = f"{RELATIONSHIPS}/digital-signature/origin"
TO_SIGNATURE = f"{RELATIONSHIPS}/digital-signature/signature"

RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
ORIGIN_TYPE = "application/vnd.openxmlformats-package.digital-signature-origin"
SIGNATURE_TYPE = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"

CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELS = "/_rels/.rels"
SIGNATURE_FOLDER = "/_xmlsignatures/"
ORIGIN = f"{SIGNATURE_FOLDER}origin.sigs"
ORIGIN_RELS = f"{SIGNATURE_FOLDER}_rels/origin.sigs.rels"
SIGNATURE = f"{SIGNATURE_FOLDER}sig1.xml"
