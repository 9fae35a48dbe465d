"""The steps that build and change the register, one a file, never edited once released."""
