"""The signed package: record, manifest, data inside a PDF, archive, writing it to a stick."""
