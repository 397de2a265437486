/** The part of a URL that belongs to the function: everything except what led to it. */
export interface Address {
  /** Escaped as it came, at least "/". */
  rawPath: string
  rawQuery: string
}

export interface FunctionAddress extends Address {
  space: string
  fn: string
  /** Null when the URL names none: the trigger's holds. */
  qualifier: string | null
}

/** A URL of the routes of a space. */
export interface SpaceAddress extends Address {
  space: string
}

const NAME = '[a-z][a-z0-9-]{0,62}'
const URL_OF_FUNCTION = new RegExp(`^/fn/(${NAME})/(${NAME})(?::(${NAME}|[1-9][0-9]{0,8}))?(/[^?]*)?(?:\\?(.*))?$`, 's')

const URL_OF_SPACE = new RegExp(`^/gw/(${NAME})(/[^?]*)?(?:\\?(.*))?$`, 's')

/**
 * `/fn/{space}/{function}[:{qualifier}]/any/path?query`; null for any other URL. Decodes nothing: names contain no
 * character that needs escaping, so `%2e%2e`, NUL or `//` in their place is not a name. One pattern instead of the
 * contract's schemas, because every call comes through here; a test compares the two.
 */
export function addressOfFunction(url: string): FunctionAddress | null {
  const match = URL_OF_FUNCTION.exec(url)
  if (match === null) return null
  return {
    space: match[1]!,
    fn: match[2]!,
    qualifier: match[3] ?? null,
    rawPath: match[4] ?? '/',
    rawQuery: match[5] ?? '',
  }
}

/** `/gw/{space}/any/path?query`, likewise. */
export function addressOfSpace(url: string): SpaceAddress | null {
  const match = URL_OF_SPACE.exec(url)
  return match && { space: match[1]!, rawPath: match[2] ?? '/', rawQuery: match[3] ?? '' }
}

/** A URL under a host name of its own: all of it belongs to the function. Null for a form without a path. */
export function addressUnderHost(url: string): Address | null {
  if (!url.startsWith('/')) return null
  const at = url.indexOf('?')
  return at < 0 ? { rawPath: url, rawQuery: '' } : { rawPath: url.slice(0, at), rawQuery: url.slice(at + 1) }
}
