import base64
import os
import sys
import time


class OrderError(Exception):
    pass


kept = []


def handler(event, context):
    if event.get("version") == "2.0":
        return http(event)
    do = event["do"]
    if do == "echo":
        return event["value"]
    if do == "context":
        return {
            "id": context.aws_request_id,
            "function": context.function_name,
            "version": context.function_version,
            "space": context.space,
            "qualifier": context.qualifier,
            "arn": context.invoked_function_arn,
            "memory": int(context.memory_limit_in_mb),
            "remaining": context.get_remaining_time_in_millis(),
            "trigger": context.trigger["type"],
            "trace": context.trace_id,
        }
    if do == "fail":
        fail()
    if do == "log":
        print("to stdout")
        print("to stderr", file=sys.stderr)
        context.log.debug("at debug")
        context.log.warn("at warn")
        print("日本語 😀")
        sys.stdout.write("no newline")
        return None
    if do == "flood":
        for _ in range(20_000):
            print("x" * 100)
        return "done"
    if do == "long":
        print("y" * 100_000)
        return None
    if do == "environment":
        return [os.environ.get("PLAIN"), os.environ.get("SECRET")]
    if do == "big":
        return "x" * event["bytes"]
    if do == "unspeakable":
        return {1, 2}
    if do == "hang":
        while True:
            pass
    if do == "exit":
        print("before the end")
        sys.exit(event["code"])
    if do == "memory":
        while True:
            kept.append(b"x" * (4 << 20))
    if do == "garbage":
        os.write(3, b"this is no frame at all, whatever you make of it")
        time.sleep(1)
        return "still here"
    if do == "closeChannel":
        os.close(3)
        return "unreachable"


def http(event):
    path = event["rawPath"]
    if path == "/value":
        return {"plain": True}
    if path == "/bytes":
        body = event["body"]
        data = base64.b64decode(body) if event["isBase64Encoded"] else body.encode()
        out = base64.b64encode(data[::-1]).decode()
        return {"statusCode": 200, "headers": {"Content-Type": "image/png"}, "body": out, "isBase64Encoded": True}
    if path == "/split":
        return {"statusCode": 200, "headers": {"x-a": "b\r\nset-cookie: c=d"}}
    method = event["requestContext"]["http"]["method"]
    query = event.get("queryStringParameters", {}).get("q")
    return {
        "statusCode": 201,
        "headers": {"Content-Type": "text/plain", "X-Path": path},
        "cookies": ["a=1", "b=2"],
        "body": f"{method} {query} {len(event.get('cookies', []))} {event.get('body')}",
    }


def fail():
    raise OrderError("out of stock: 日本")
