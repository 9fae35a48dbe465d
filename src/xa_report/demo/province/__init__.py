"""The demonstration of a whole province: from issued definitions to a published ranking."""
