"""The nouns: frozen values that need nothing but the standard library."""
