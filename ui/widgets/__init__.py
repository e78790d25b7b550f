"""The design system: what every screen is built from."""
