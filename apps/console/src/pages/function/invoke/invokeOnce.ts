import { isApiError } from '../../../api/error.ts'
import { send } from '../../../api/request.ts'
import { type RunState, statusOf } from './run.ts'

interface CallRequest {
  /** `invokeUrl` or `runSaveUrl`. */
  url: string
  /** JSON text. */
  event: string
  signal: AbortSignal
}

/** Makes one call and reads its answer. */
export async function invokeOnce({ url, event, signal }: CallRequest): Promise<RunState> {
  const started = performance.now()
  const ended = { kind: 'ended', output: null, error: null, detail: null } as const
  try {
    const response = await send(url, {
      method: 'POST',
      // Send the text as typed: parsing would round large numbers and drop duplicate keys.
      body: new Blob([event]),
      headers: { 'content-type': 'application/json' },
      signal,
    })
    return {
      ...ended,
      status: 'success',
      invocationId: response.headers.get('x-alcove-invocation-id'),
      output: await response.text(),
      durationMs: Number(response.headers.get('x-alcove-duration-ms')) || performance.now() - started,
    }
  } catch (error) {
    const durationMs = performance.now() - started
    if (signal.aborted) return { ...ended, status: 'cancelled', invocationId: null, durationMs }
    if (!isApiError(error)) throw error
    const status = statusOf(error.code)
    if (status === null) {
      const { errors = [] } = error.problem
      return { kind: 'refused', message: error.message, requestId: error.requestId, errors }
    }
    const failure = error.problem.error ?? { name: error.code, message: error.message }
    return { ...ended, status, invocationId: error.problem.invocationId ?? null, error: failure, durationMs }
  }
}
