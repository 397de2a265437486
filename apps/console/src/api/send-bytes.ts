import type { Problem } from '@alcove/contract'
import { ApiError } from './error.ts'
import { pageLanguage } from './request.ts'

interface Sending {
  url: string
  bytes: Blob
  headers: Readonly<Record<string, string>>
  onSent(bytes: number): void
  signal: AbortSignal
}

/** Sends bytes with PUT and reports progress, which fetch cannot. Rejects with an ApiError. */
export function sendBytes({ url, bytes, headers, onSent, signal }: Sending): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    request.open('PUT', url)
    request.setRequestHeader('accept-language', pageLanguage())
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', ({ loaded }) => onSent(loaded))
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) return resolve()
      reject(new ApiError(problemIn(request)))
    })
    request.addEventListener('error', () => reject(new ApiError(problemIn(request))))
    request.addEventListener('abort', () => reject(signal.reason))
    request.addEventListener('loadend', () => signal.removeEventListener('abort', abort))
    signal.addEventListener('abort', abort)
    if (signal.aborted) return reject(signal.reason)
    request.send(bytes)
  })
}

function problemIn({ status, responseText }: XMLHttpRequest): Problem {
  try {
    return JSON.parse(responseText) as Problem
  } catch {
    const detail = 'The connection was lost'
    return { type: 'about:blank', title: detail, status: status || 503, code: 'Unavailable', detail, requestId: '' }
  }
}
