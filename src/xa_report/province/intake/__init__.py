"""Taking in what communes send: judging, registering, keeping apart."""
