"""What runs by itself: the scheduler and what it starts. Jobs may use handlers; no handler knows a job."""
