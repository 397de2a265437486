/** The functions under test. Each returns the same small JSON as the bare servers. */
export interface Program {
  runtime: string
  handler: string
  files: Record<string, string>
  /** Saving it starts a build that calls wait for. */
  built?: boolean
}

const node = (code: string): Program => ({
  runtime: 'nodejs24',
  handler: 'index.handler',
  files: { 'index.mjs': code },
})

export const QUIET = node(`export const handler = async () => ({ hello: 'world' })`)

export const CHATTY = node(`export const handler = async () => {
  console.log('one line')
  return { hello: 'world' }
}`)

/** The same, except on a path where it holds the call until its caller leaves. */
export const CHATTY_OR_HELD = node(`export const handler = async ({ rawPath }, { signal }) => {
  // Until the caller leaves: what it leaves behind would keep its place.
  if (rawPath.endsWith('/held')) await new Promise((resolve) => signal.addEventListener('abort', resolve))
  console.log('one line')
  return { hello: 'world' }
}`)

/** Each instance numbers its lines. */
export const COUNTING = node(`let line = 0
const instance = crypto.randomUUID()
export const handler = async () => {
  console.log(instance, line++)
  return { hello: 'world' }
}`)

/** Uses all the CPU time it gets, logs a lot, and holds memory. */
export const HOSTILE = node(`const held = []
export const handler = async () => {
  held.push(new Uint8Array(1024 * 1024).fill(1))
  if (held.length > 50) held.length = 0
  for (let line = 0; line < 50; line++) console.log('x'.repeat(500))
  for (const end = Date.now() + 50; Date.now() < end;);
  return { hello: 'world' }
}`)

/** Holds its instance for `milliseconds`, and reports when the call reached it. */
export const holding = (runtime: string, milliseconds: number): Program => {
  switch (runtime) {
    case 'python3':
      return python(`import time
def handler(event, context):
    arrived = time.time() * 1000
    time.sleep(${milliseconds / 1000})
    return {"arrived": arrived}`)
    case 'java17':
      return java(`long arrived = System.currentTimeMillis();
    Thread.sleep(${milliseconds});
    return Map.of("arrived", arrived);`)
    default:
      return node(`export const handler = async () => {
  const arrived = Date.now()
  await new Promise((resolve) => setTimeout(resolve, ${milliseconds}))
  return { arrived }
}`)
  }
}

/** Different code for every `mark`. */
export const quietIn = (runtime: string, mark: string): Program => {
  switch (runtime) {
    case 'python3':
      return python(`# ${mark}
def handler(event, context):
    return {"hello": "world"}`)
    case 'java17':
      return java(`return Map.of("hello", "world");`)
    default:
      return node(`export const handler = async () => ({ hello: 'world' }) // ${mark}`)
  }
}

function python(code: string): Program {
  return { runtime: 'python3', handler: 'index.handler', files: { 'index.py': code } }
}

function java(body: string): Program {
  const code = `import java.util.Map;

public class Handler {
  public Object handle(Map<String, Object> event, alcove.Context context) throws Exception {
    ${body}
  }
}
`
  return { runtime: 'java17', handler: 'Handler.handle', files: { 'Handler.java': code }, built: true }
}
