def handler(event, context):
    """Called over a function URL: an event in AWS payload format 2.0."""
    query = event.get("queryStringParameters") or {}
    start = int(query.get("from", 10))
    if not 0 < start <= 100:
        return {"statusCode": 400, "body": {"error": "from must be between 1 and 100"}}
    return {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": countdown(start)}


def countdown(start):
    """What a generator yields is sent at once."""
    for number in range(start, 0, -1):
        yield f"{number}\n"
    yield "Lift-off\n"
