"""Signature of a workbook: OPC packages signed after ECMA-376-2 with XAdES properties."""
