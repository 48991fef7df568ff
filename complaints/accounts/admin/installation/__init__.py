"""The settings of this installation, secrets hidden."""
