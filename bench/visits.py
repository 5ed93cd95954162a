"""One request at a time, for those who meet a server that may be killed at any moment."""

import http.client
import time

from bench.clients import Submission


def send_once(port: int, submission: Submission) -> int:
    """The status of one POST, or 0 when no answer came."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        link.request("POST", submission.path, submission.body, headers)
        answer = link.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        link.close()


def wait_until_healthy(port: int) -> None:
    """Until the server answers, at most a minute; it is killed all the same when it does not."""
    for _ in range(600):
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            link.request("GET", "/health/")
            if link.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            link.close()
