"""The shell around the core: one short function a step."""
