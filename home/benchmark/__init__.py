"""What ``manage.py benchmark`` needs: invented data in bulk, a server of its own, a client with a watch, and the targets."""
