"""Keys, signatures, trust and verification, without the network or the system's trust."""
