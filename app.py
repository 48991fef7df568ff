"""WSGI entry: create_app(), nothing else."""

from complaints import create_app

app = create_app()
