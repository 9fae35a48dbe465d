"""The ranking of one period as JSON that lets anybody compute it again."""
