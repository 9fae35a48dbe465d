"""The record: what a report says, as JSON that anybody can read and check."""
