#!/usr/bin/python3
"""A custom runtime on Python's http.client: runs the cases of cases.py beside it."""

import http.client
import json
import os
import sys
import time
import traceback

sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
from cases import handler

BASE = "/2018-06-01/runtime/invocation/"
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])


class Log:
    debug = warn = staticmethod(lambda message: print(message))


class Context:
    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = self.invoked_function_arn.split(":")[2]
        self.space, self.qualifier = self.invoked_function_arn.split(":")[1::2]
        self.function_version = "draft"
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.trigger = {"type": "api"}
        root = headers["Lambda-Runtime-Trace-Id"].split(";")[0]
        self.trace_id = root.removeprefix("Root=1-").replace("-", "")
        self.ends = int(headers["Lambda-Runtime-Deadline-Ms"])
        self.log = Log

    def get_remaining_time_in_millis(self):
        return self.ends - time.time() * 1000


def post(path, value):
    api.request("POST", BASE + path, json.dumps(value).encode())
    api.getresponse().read()


while True:
    api.request("GET", BASE + "next")
    response = api.getresponse()
    event = json.loads(response.read())
    context = Context(response.headers)
    try:
        value = handler(event, context)
        sys.stdout.flush()
        post(context.aws_request_id + "/response", value)
    except Exception as error:
        sys.stdout.flush()
        stack = traceback.format_exc().splitlines()
        name = type(error).__name__
        post(context.aws_request_id + "/error", {"errorType": name, "errorMessage": str(error), "stackTrace": stack})
