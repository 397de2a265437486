import { Name, Qualifier } from '@alcove/contract'

export interface FunctionAddress {
  space: string
  fn: string
  /** Null when the URL names none: the trigger's holds. */
  qualifier: string | null
  /** What the function sees: its own path, escaped as it came, at least "/". */
  rawPath: string
  rawQuery: string
}

/**
 * `/fn/{space}/{function}[:{qualifier}]/any/path?query`, or null when a URL is nothing of the kind. Nothing is
 * decoded: names have no character that needs escaping, so `%2e%2e`, NUL or `//` in their place is simply no name.
 */
export function addressOfFunction(url: string): FunctionAddress | null {
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  const [empty, prefix, space, target, ...rest] = path.split('/')
  if (empty !== '' || prefix !== 'fn' || space === undefined || target === undefined) return null
  const [fn, qualifier = null, more] = target.split(':')
  if (more !== undefined || !isName(space) || !isName(fn!)) return null
  if (qualifier !== null && !Qualifier.safeParse(qualifier).success) return null
  return { space, fn: fn!, qualifier, rawPath: `/${rest.join('/')}`, rawQuery: mark === -1 ? '' : url.slice(mark + 1) }
}

const isName = (text: string): boolean => Name.safeParse(text).success
