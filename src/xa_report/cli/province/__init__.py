"""`xa-report province`: the register, trust, intake and what follows them."""
