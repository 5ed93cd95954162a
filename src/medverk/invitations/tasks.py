"""Jobs of the sender. They carry nothing: each looks for what is due [disclosure G3]."""

from procrastinate.contrib.django import app


@app.task(queue="sending", queueing_lock="send_due")
def send_due() -> None:
    """Send what is due now."""
