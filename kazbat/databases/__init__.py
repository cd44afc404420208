"""Django's databases, with what a register in public needs when one fails."""
