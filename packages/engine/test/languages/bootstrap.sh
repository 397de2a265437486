#!/bin/sh
# A custom runtime as a shell script: gets an event, does what it says, responds.
set -eu
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
headers=$(mktemp)
echo "a shell at $LAMBDA_TASK_ROOT"
while true; do
  event=$(curl -sS -D "$headers" "$api/invocation/next")
  id=$(grep -i '^lambda-runtime-aws-request-id:' "$headers" | tr -d '\r' | cut -d' ' -f2)
  post() { curl -sS -o /dev/null -w '%{http_code}\n' -X POST "$api/invocation/$1" --data-binary "$2"; }
  case "$event" in
    *'"greet"'*) printf 'greeting\n\nagain\n' >&2; post "$id/response" "{\"hello\":\"from a shell\",\"handler\":\"$_HANDLER\",\"name\":\"$AWS_LAMBDA_FUNCTION_NAME\"}" ;;
    *'"error"'*) post "$id/error" '{"errorType":"ShellError","errorMessage":"it did not work","stackTrace":["in line 3"]}' ;;
    *'"plain error"'*) curl -sS -o /dev/null -X POST -H 'Lambda-Runtime-Function-Error-Type: Runtime.Odd' "$api/invocation/$id/error" -d 'what a pity' ;;
    *'"twice"'*) post "$id/response" '"first"'; post "$id/response" '"second"'; post "$id/error" '{}' ;;
    *'"mark"'*) printf '\357\273\277"marked"' | curl -sS -o /dev/null -X POST "$api/invocation/$id/response" --data-binary @- ;;
    *'"stranger"'*) post "11111111-2222-3333-4444-555555555555/response" '"forged"' ;;
    *'"text"'*) post "$id/response" 'this is no JSON' ;;
    *'"silence"'*) : ;;
    *'"too much"'*) head -c 22000000 /dev/zero | curl -sS -o /dev/null -X POST "$api/invocation/$id/response" --data-binary @- ;;
    *'"broken off"'*) printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"half' "$id" > /tmp/half
      bash -c "exec 9<>/dev/tcp/${AWS_LAMBDA_RUNTIME_API%:*}/${AWS_LAMBDA_RUNTIME_API#*:}; cat /tmp/half >&9" ; sleep 5 ;;
    *'"nonsense"'*) for path in / /2018-06-01/runtime/invocation/%ff/response /2018-06-01/nothing; do
        curl -sS -o /dev/null -w '%{http_code}\n' -X POST "http://$AWS_LAMBDA_RUNTIME_API$path" -d x
      done
      bash -c "exec 9<>/dev/tcp/${AWS_LAMBDA_RUNTIME_API%:*}/${AWS_LAMBDA_RUNTIME_API#*:}; printf 'no http at all\r\n\r\n' >&9; cat <&9" | head -n 1
      post "$id/response" '"survived"' ;;
    *'"exit"'*) echo "leaving"; exit 5 ;;
    *'"kill"'*) kill -SEGV $$ ;;
    *'"memory"'*) python3 -c 'a = []
while True: a.append(b"x" * (4 << 20))'; exit 1 ;;
    *'"programs"'*) post "$id/response" "\"$(for name in sh curl grep node python3; do command -v $name; done | tr '\n' ' ')\"" ;;
    *) post "$id/response" "$event" ;;
  esac
done
