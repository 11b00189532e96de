"""Every act the program offers. No Qt, no screen state."""
