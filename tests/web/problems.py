"""Reads the API's refusals."""


def problem(answer, status):
    """The problem that an answer tells; fails unless it is one, with this status."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content.decode()
    told = answer.json()
    assert set(told) == {"type", "title", "status", "detail", "errors"}
    assert told["status"] == status
    return told
