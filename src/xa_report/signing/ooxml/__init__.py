"""The workbook's own signature: OPC packages signed after ECMA-376-2 with XAdES properties."""
