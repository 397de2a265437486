import type { ExecutionError, ResponseHead } from '@alcove/contract'
import { validateHeaderName, validateHeaderValue } from 'node:http'
import { maySetCookie } from './cookies.ts'
import { isHopByHop, isPlatformHeader, namedByConnection } from './hop-by-hop.ts'

export interface CleanHead {
  status: number
  /** Flat pairs, as `writeHead` takes them. */
  headers: string[]
  /** The same without the length that the function claims: clients would trust it over the bytes that it sends. */
  unsized: string[]
}

/** Would sign people out of the console: browsers do not keep by port what it clears. */
const FORBIDDEN = new Set(['clear-site-data'])

/**
 * The response head to send, made from the function's. Leaves out headers that a function must not set. A head that
 * cannot be sent at all, or that would smuggle another one, is an error of the function.
 */
export function cleanHead(head: ResponseHead): CleanHead | { error: ExecutionError } {
  // An instance that answers as before returns the same object again.
  if (head !== last.head) last = { head, clean: cleaned(head) }
  return last.clean
}

let last: { head: ResponseHead | null; clean: CleanHead | { error: ExecutionError } } = {
  head: null,
  clean: { status: 200, headers: [], unsized: [] },
}

function cleaned({ statusCode = 200, headers = [] }: ResponseHead): CleanHead | { error: ExecutionError } {
  if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) {
    return invalid(`The status code must be a whole number from 200 to 599: it is ${statusCode}`)
  }
  const kept: string[] = []
  let ending: string[] = []
  for (const [name, value] of headers) {
    try {
      validateHeaderName(name)
      validateHeaderValue(name, value)
    } catch {
      return invalid(
        `The response header ${JSON.stringify(name.slice(0, 100))} has a name or value that HTTP does not allow`,
      )
    }
    const lower = name.toLowerCase()
    if (lower === 'connection') ending = [...ending, ...namedByConnection(value)]
    if (isHopByHop(lower) || isPlatformHeader(lower) || FORBIDDEN.has(lower)) continue
    if (lower !== 'set-cookie' || maySetCookie(value)) kept.push(name, value)
  }
  const sent = ending.length === 0 ? kept : without(kept, ending)
  return { status: statusCode, headers: sent, unsized: without(sent, ['content-length']) }
}

function without(pairs: string[], ending: string[]): string[] {
  return pairs.filter((_, at) => !ending.includes(pairs[at - (at % 2)]!.toLowerCase()))
}

const invalid = (message: string) => ({ error: { name: 'InvalidResponse', message } })

/** RFC 9110, 15.3.5, 15.3.6 and 15.4.5. */
export const isWithoutBody = (status: number): boolean => status === 204 || status === 205 || status === 304
