"""What anybody can prove about a file that came: its content, its signatures, a ranking."""
