import { type Runtime, RUNTIMES } from '@alcove/contract'
import { familyOf } from '../../../components/runtimes.ts'
import { exampleOf } from './gallery.ts'

/** What the function is for: any event, or requests in the terms of the web. */
export type Shape = 'event' | 'web'
export const LANGUAGES = ['TypeScript', 'JavaScript'] as const
export type Language = (typeof LANGUAGES)[number]

/** Folders of examples/. */
const NODE_STARTERS: Record<Shape, Record<Language, string>> = {
  event: { TypeScript: 'hello-ts', JavaScript: 'hello' },
  web: { TypeScript: 'web-request', JavaScript: 'web-request-js' },
}

/** The smallest working function of a runtime, with a test that passes. */
export function starterOf(runtime: Runtime, language: Language, shape: Shape) {
  switch (familyOf(runtime)) {
    case 'python':
      return exampleOf('hello-python')
    case 'java':
      return exampleOf('hello-java')
    case 'custom':
      return exampleOf('hello-shell')
    default:
      return exampleOf(NODE_STARTERS[shape][language])
  }
}

/** Only Node.js has a choice of languages, and takes requests as Request objects. */
export const isNode = (runtime: Runtime) => familyOf(runtime) === 'node'

export const FIRST_RUNTIME: Runtime = RUNTIMES[0]
