"""Faster reading of signed PDFs below pyHanko, whose verdicts stay its own (decision 0011).

The modules lean on private members of pyHanko 0.38, which may change with any release:

- `PdfFileReader._read_object`, overridden by `SignedReader`: objects in plain tokens are read by
  patterns, because pyHanko reads byte by byte; all others are left to it.
- `PdfFileReader._get_object_from_stream`, overridden by `SignedReader`: the list of an object
  stream is read once, because pyHanko unpacks and reads it again for each object.
- `PdfFileReader._historical_resolver_cache`, filled by `SignedReader.get_historical_resolver`: the
  difference analysis takes its resolvers from there, and shall get a `RevisionResolver`.
- `HistoricalResolver._load_reverse_xref_cache`, overridden by `RevisionResolver`: pyHanko walks
  every path to every object; here the walk turns back where nothing lies ahead that is asked for.
- `HistoricalResolver._indirect_object_access_cache`, read by `RevisionResolver`: the result of the
  walk, by which pyHanko sees that it was done.
- `generic._maybe_read_stream_payload`, called by `plain_objects`: where a stream ends is for
  pyHanko to say, with its leniency for wrong lengths.

`asn1_patch` replaces a private method of asn1crypto for the whole process when it is imported.
`xref_check` and the limits of `revisions` are no optimization but guarantees of ours.
"""
