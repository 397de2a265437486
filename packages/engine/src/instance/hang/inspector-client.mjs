/**
 * Asks a V8 inspector where its code is: `node inspector-client.mjs ws://…`. Writes `{ "frames": […] | null }`: null
 * when no code was running. Writes nothing when the inspector gave no answer. The inspector is not trusted, so this
 * process drops its privileges and ends after LIFE_MS.
 */
const NOBODY = 65534
const LIFE_MS = 1500
/** Running code pauses within microseconds. Code that has not paused by then waits for something. */
const PAUSE_MS = 200
const MAX_FRAMES = 50
const MAX_SCRIPTS = 20_000

if (process.getuid?.() === 0) {
  process.setgroups([])
  process.setgid(NOBODY)
  process.setuid(NOBODY)
}
setTimeout(() => process.exit(1), LIFE_MS)

const socket = new WebSocket(process.argv[2])
/** Script URLs by the script ids that call frames refer to. */
const urls = new Map()
const ENABLE = 1
const PAUSE = 2
const send = (id, method) => socket.send(JSON.stringify({ id, method }))
socket.addEventListener('error', () => process.exit(1))
socket.addEventListener('close', () => process.exit(1))
socket.addEventListener('open', () => send(ENABLE, 'Debugger.enable'))
socket.addEventListener('message', ({ data }) => {
  const message = JSON.parse(data)
  if (message.method === 'Debugger.scriptParsed') {
    if (urls.size < MAX_SCRIPTS) urls.set(message.params.scriptId, String(message.params.url).slice(0, 500))
  } else if (message.id === ENABLE) send(PAUSE, 'Debugger.pause')
  else if (message.id === PAUSE) setTimeout(() => answer(null), PAUSE_MS)
  else if (message.method === 'Debugger.paused') answer(message.params.callFrames.slice(0, MAX_FRAMES).map(frame))
})

function frame({ functionName, location }) {
  return {
    name: String(functionName).slice(0, 200),
    url: urls.get(location.scriptId) ?? '',
    line: Number(location.lineNumber) + 1,
    column: Number(location.columnNumber ?? 0) + 1,
  }
}

function answer(frames) {
  process.stdout.write(JSON.stringify({ frames }), () => process.exit(0))
}
