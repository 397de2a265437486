import { z } from 'zod'

/** What stands between two slashes: text, `{name}`, or at the end `{name+}` or `*` for all that is left. */
const TEXT = /^[A-Za-z0-9._~!$&',;=:@+-]+$/
const PARAMETER = /^\{([A-Za-z_][A-Za-z0-9_-]{0,62})\}$/
const REST = /^(?:\*|\{([A-Za-z_][A-Za-z0-9_-]{0,62})\+\})$/

/** The name that AWS gives what a nameless wildcard matched. */
export const REST_NAME = 'proxy'
const MAX_SEGMENTS = 32

export type PathSegment = { kind: 'text'; text: string } | { kind: 'parameter' | 'rest'; name: string }

/** The segments of a path, or what is wrong with it. */
export function parseRoutePath(path: string): { segments: PathSegment[] } | { problem: string } {
  if (!path.startsWith('/')) return { problem: 'Must start with "/"' }
  const parts = path.slice(1).split('/')
  if (parts.length > MAX_SEGMENTS) return { problem: `May have at most ${MAX_SEGMENTS} parts` }
  const segments: PathSegment[] = []
  const names = new Set<string>()
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1
    const rest = REST.exec(part)
    const parameter = PARAMETER.exec(part)
    if (rest || parameter) {
      if (rest && !isLast) return { problem: `"${part}" takes the rest of the path: it can only stand at the end` }
      const name = rest ? (rest[1] ?? REST_NAME) : parameter![1]!
      if (names.has(name)) return { problem: `The parameter {${name}} stands there twice` }
      names.add(name)
      segments.push({ kind: rest ? 'rest' : 'parameter', name })
    } else if (part === '.' || part === '..') {
      return { problem: `"${part}" is no part of a path that a client can send` }
    } else if (TEXT.test(part) || (part === '' && isLast)) {
      segments.push({ kind: 'text', text: part })
    } else {
      const problem =
        part === '' ? 'Has "//" in it' : `"${part}" must be plain text, {name}, or at the end {name+} or *`
      return { problem }
    }
  }
  return { segments }
}

export const RoutePath = z
  .string()
  .max(500)
  .superRefine((path, ctx) => {
    const parsed = parseRoutePath(path)
    if ('problem' in parsed) ctx.addIssue({ code: 'custom', message: parsed.problem })
  })
  .meta({
    description: '{name} takes one part of the path; * or {name+} at the end takes the rest',
    examples: ['/users/{id}'],
  })

/** Two routes of one method with the same shape would answer the same requests: names of parameters make no difference. */
export function shapeOf(path: string): string {
  return path.replaceAll(/\{[^}+]+\}/g, '{}').replace(/\{[^}]+\+\}$/, '*')
}
