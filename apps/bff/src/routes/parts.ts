import { AlcoveError, type RequestSchemas } from '@alcove/contract'
import type { IncomingHttpHeaders } from 'node:http'
import { parseJson } from '../wire/json.ts'
import type { RequestParts } from '../schemas/schemas.ts'

export interface ReceivedParts {
  parameters: Record<string, string>
  query: string
  headers: IncomingHttpHeaders | Record<string, string>
  body: Uint8Array
}

/** The parts of a request that schemas check. @throws {AlcoveError} for a body that must be JSON and is not */
export function partsOf(schemas: RequestSchemas, { parameters, query, headers, body }: ReceivedParts): RequestParts {
  return {
    // Copies: text is converted in place, and the function gets the original.
    ...(schemas.path && { path: { ...parameters } }),
    ...(schemas.query && { query: valuesOf(query) }),
    ...(schemas.headers && { headers: { ...headers } }),
    ...(schemas.body && { body: jsonOf(headers['content-type'], body) }),
  }
}

/** A name given several times is a list. */
function valuesOf(query: string): Record<string, string | string[]> {
  const values = new URLSearchParams(query)
  return Object.fromEntries(
    [...new Set(values.keys())].map((name) => {
      const all = values.getAll(name)
      return [name, all.length > 1 ? all : all[0]!]
    }),
  )
}

function jsonOf(type: string | string[] | undefined, body: Uint8Array): unknown {
  const given = String(type ?? '')
    .split(';', 1)[0]!
    .trim()
    .toLowerCase()
  if (given !== '' && given !== 'application/json' && !given.endsWith('+json')) {
    throw new AlcoveError(
      'UnsupportedMediaType',
      `Send application/json: the content type was "${given.slice(0, 100)}"`,
    )
  }
  return parseJson(body)
}
