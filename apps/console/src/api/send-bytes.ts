import type { Problem } from '@alcove/contract'
import { ApiError } from './error.ts'

/** Sends bytes with PUT and tells how many are on their way, which fetch cannot. Rejects with an ApiError. */
export function sendBytes(url: string, bytes: Blob, type: string, onSent: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', url)
    request.setRequestHeader('content-type', type)
    request.upload.addEventListener('progress', ({ loaded }) => onSent(loaded))
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) return resolve()
      reject(new ApiError(problemIn(request)))
    })
    request.addEventListener('error', () => reject(new ApiError(problemIn(request))))
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
