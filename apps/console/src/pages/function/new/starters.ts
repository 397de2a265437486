import { type Files, type Runtime, RUNTIMES } from '@alcove/contract'
import { familyOf } from '../../../components/runtimes.ts'
import { filesOf } from './gallery.ts'

/** What the function is for: any event, or requests in the terms of the web. */
export type Shape = 'event' | 'web'
export const LANGUAGES = ['TypeScript', 'JavaScript'] as const
export type Language = (typeof LANGUAGES)[number]

export interface Starter {
  handler: string
  files: Files
}

const NODE_STARTERS: Record<Shape, { handler: string } & Record<Language, string>> = {
  event: { handler: 'index.handler', TypeScript: 'hello-ts', JavaScript: 'hello' },
  web: { handler: 'index.default', TypeScript: 'web-request', JavaScript: 'web-request-js' },
}

/** The smallest working function of a runtime. */
export function starterOf(runtime: Runtime, language: Language, shape: Shape): Starter {
  switch (familyOf(runtime)) {
    case 'python':
      return { handler: 'main.handler', files: filesOf('hello-python') }
    case 'java':
      return { handler: 'Handler.handle', files: filesOf('hello-java') }
    case 'custom':
      return { handler: 'bootstrap', files: filesOf('hello-shell') }
    default: {
      const { handler, [language]: folder } = NODE_STARTERS[shape]
      return { handler, files: filesOf(folder) }
    }
  }
}

/** Only Node.js has a choice of languages, and takes requests as Request objects. */
export const isNode = (runtime: Runtime) => familyOf(runtime) === 'node'

export const FIRST_RUNTIME: Runtime = RUNTIMES[0]
