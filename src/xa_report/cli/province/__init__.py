"""Commands of `xa-report province`."""
