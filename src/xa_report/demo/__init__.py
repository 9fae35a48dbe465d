"""The demonstration: made-up communes and a province, made with the same verbs as real ones."""
