/** Node's inspector, for what a process cannot be asked in another way. */
export interface Inspector extends Disposable {
  ask<T = unknown>(method: string, parameters?: object): Promise<T>
}

/** @param port of a process started with `--inspect=127.0.0.1:<port>` */
export async function inspect(port: number): Promise<Inspector> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    webSocketDebuggerUrl: string
  }[]
  const socket = new WebSocket(targets[0]!.webSocketDebuggerUrl)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = () => reject(new Error('The inspector does not answer'))
  })
  let lastId = 0
  const asked = new Map<number, PromiseWithResolvers<never>>()
  socket.onmessage = ({ data }) => {
    const { id, result, error } = JSON.parse(String(data)) as {
      id?: number
      result: never
      error?: { message: string }
    }
    const waiting = id !== undefined && asked.get(id)
    if (!waiting) return
    asked.delete(id)
    if (error) waiting.reject(new Error(error.message))
    else waiting.resolve(result)
  }
  return {
    ask(method, params = {}) {
      const answer = Promise.withResolvers<never>()
      asked.set(++lastId, answer)
      socket.send(JSON.stringify({ id: lastId, method, params }))
      return answer.promise
    },
    [Symbol.dispose]: () => socket.close(),
  }
}
