"""The jobs of the schedule: propose new rows, poll, complete old rows, keep the dashboard."""
