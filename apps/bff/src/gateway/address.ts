export interface FunctionAddress {
  space: string
  fn: string
  /** Null when the URL names none: the trigger's holds. */
  qualifier: string | null
  /** What the function sees: its own path, escaped as it came, at least "/". */
  rawPath: string
  rawQuery: string
}

const NAME = '[a-z][a-z0-9-]{0,62}'
const URL_OF_FUNCTION = new RegExp(`^/fn/(${NAME})/(${NAME})(?::(${NAME}|[1-9][0-9]{0,8}))?(/[^?]*)?(?:\\?(.*))?$`, 's')

/**
 * `/fn/{space}/{function}[:{qualifier}]/any/path?query`, or null when a URL is nothing of the kind. Nothing is
 * decoded: names have no character that needs escaping, so `%2e%2e`, NUL or `//` in their place is simply no name.
 * One pattern instead of a parse with the contract's schemas, which a test holds it to: every call comes through here.
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
