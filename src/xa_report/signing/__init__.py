"""Keys, signatures, trust and verification; nothing from the network or the system's trust."""
