"""The simulated world: accounts, pairs, keys, requests, handshakes, faults and the clock, behind one lock."""
