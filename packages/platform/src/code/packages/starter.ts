import type { Files, Runtime } from '@alcove/contract'

/** A small working example whose file and function match `handler`. */
export function starterFor(runtime: Runtime, handler: string): Files {
  const dot = handler.lastIndexOf('.')
  const [file, name] = [handler.slice(0, dot), handler.slice(dot + 1)]
  switch (runtime) {
    case 'nodejs24':
    case 'nodejs22':
    case 'nodejs26':
      return { [`${file.replace(/\.\w+$/, '')}.mjs`]: name === 'default' ? fetchModule : nodeHandler(name) }
    case 'python3':
      return { [`${file.replace(/\.py$/, '').replaceAll('.', '/')}.py`]: pythonHandler(name) }
    case 'java17':
      return { [`${file.replaceAll('.', '/')}.java`]: javaHandler(file.replaceAll('/', '.'), name) }
    case 'custom':
      return { bootstrap }
  }
}

function nodeHandler(name: string): string {
  return `/**
 * Called once per invocation. What it returns is the answer.
 * @param {any} event  The input: JSON from the caller, or an HTTP request from a function URL.
 */
export const ${name} = async (event, context) => {
  console.log('Hello from', context.functionName)
  return { message: \`Hello, \${event?.name ?? 'world'}!\` }
}
`
}

const fetchModule = `/** A web-standard module: a Request in, a Response out. */
export default {
  async fetch(request) {
    console.log(request.method, request.url)
    return Response.json({ message: 'Hello, world!' })
  },
}
`

function pythonHandler(name: string): string {
  return `def ${name}(event, context):
    """
    Called once per invocation. What it returns is the answer.
    The event is the input: JSON from the caller, or an HTTP request from a function URL.
    """
    print("Hello from", context.function_name)
    name = event.get("name") if isinstance(event, dict) else None
    return {"message": f"Hello, {name or 'world'}!"}
`
}

function javaHandler(type: string, name: string): string {
  const dot = type.lastIndexOf('.')
  const declaration = dot < 0 ? '' : `package ${type.slice(0, dot)};\n\n`
  return `${declaration}import alcove.Context;
import java.util.Map;

public class ${type.slice(dot + 1)} {
    /**
     * Called once per invocation. What it returns is the answer.
     * The event is the input: JSON from the caller, or an HTTP request from a function URL.
     */
    public Object ${name}(Map<String, Object> event, Context context) {
        System.out.println("Hello from " + context.getFunctionName());
        Object name = event.getOrDefault("name", "world");
        return Map.of("message", "Hello, " + name + "!");
    }
}
`
}

const bootstrap = `#!/bin/sh
# A runtime of your own: this file is started, asks for an event, answers it, and asks for the next one.
# It may be any executable; https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html says what it must speak.
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
headers=$(mktemp)
while true; do
  event=$(curl -sS -D "$headers" "$api/next") || exit 1
  id=$(grep -i '^lambda-runtime-aws-request-id:' "$headers" | tr -d '\\r' | cut -d ' ' -f 2)
  echo "Got $event"
  curl -sS -o /dev/null -X POST "$api/$id/response" -d "{\\"message\\": \\"Hello from a shell!\\", \\"event\\": $event}"
done
`
