"""Command line: options, prompts and output around one function of the workflow each."""
