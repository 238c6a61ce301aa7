"""Time-outs at every wait of the engine, found in its code."""
