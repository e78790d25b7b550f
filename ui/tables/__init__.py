"""What table views show: models over frozen rows."""
