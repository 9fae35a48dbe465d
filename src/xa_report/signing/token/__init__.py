"""Keys on tokens, through the PKCS#11 library that comes with them."""
