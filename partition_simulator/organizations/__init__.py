"""AWS Organizations: moto's backend with the pair, the handshakes, and its known faults corrected."""
