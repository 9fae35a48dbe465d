"""What Alembic runs: our steps, on the connection that it is given, in one transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
