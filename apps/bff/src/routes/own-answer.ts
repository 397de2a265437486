import { AlcoveError, parseRoutePath } from '@alcove/contract'
import type { GatewayRoute } from '@alcove/platform'

export interface OwnAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** Headers that are not a route's to set: the framing of the answer, and what would sign people out of the console. */
const NOT_ITS_OWN =
  /^(content-length|transfer-encoding|connection|keep-alive|upgrade|trailer|te|clear-site-data|set-cookie|x-alcove-.*)$/i

/** What a route answers without a function, or why it cannot. */
export function answerOfRoute(
  { path, config: { redirect, answer } }: GatewayRoute,
  parameters: Record<string, string>,
  rawQuery: string,
): OwnAnswer | AlcoveError {
  if (redirect) {
    return {
      status: redirect.status,
      headers: { Location: locationOf(redirect.to, path, parameters, rawQuery) },
      body: '',
    }
  }
  if (answer) {
    const headers = Object.entries(answer.headers).filter(([name]) => !NOT_ITS_OWN.test(name))
    return { ...answer, headers: Object.fromEntries(headers) }
  }
  return new AlcoveError('NotImplemented', 'This route has no function to call: choose one')
}

/**
 * The values that the path matched replace `{name}` and `*` in the target. The query is passed on unless the target has
 * its own.
 */
function locationOf(to: string, path: string, parameters: Record<string, string>, rawQuery: string): string {
  const parsed = parseRoutePath(path)
  const rest = 'segments' in parsed ? parsed.segments.find(({ kind }) => kind === 'rest') : undefined
  const restName = rest && 'name' in rest ? rest.name : null
  const filled = to.replaceAll(/\{([^}+]+)\+?\}|\*/g, (whole: string, name: string | undefined) => {
    const known = name ?? restName
    if (known === null || !Object.hasOwn(parameters, known)) return whole
    const value = parameters[known]!
    const escaped = known === restName ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value)
    return escaped
  })
  // A matched value must not turn a path into another host: "//evil.example" is an address without a scheme.
  const safe = filled.startsWith('/') ? filled.replace(/^\/+/, '/') : filled
  if (rawQuery === '' || safe.includes('?')) return safe
  const [, address, fragment] = /^([^#]*)(.*)$/s.exec(safe)!
  return `${address}?${rawQuery}${fragment}`
}
