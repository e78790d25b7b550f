"""How the clinic's records lie on the disk: encrypted, audited, backed up."""
