import { type Files, type Runtime, RUNTIMES } from '@alcove/contract'
import { familyOf } from '../../../components/runtimes.ts'
import { filesOf } from './gallery.ts'

/** What the function is for: any event, or requests in the terms of the web. */
export type Shape = 'event' | 'web'

export interface Starter {
  handler: string
  files: Files
}

/** The smallest working function of a runtime. */
export function starterOf(runtime: Runtime, shape: Shape): Starter {
  switch (familyOf(runtime)) {
    case 'python':
      return { handler: 'main.handler', files: filesOf('hello-python') }
    case 'java':
      return { handler: 'Handler.handle', files: filesOf('hello-java') }
    case 'custom':
      return { handler: 'bootstrap', files: filesOf('hello-shell') }
    default:
      return shape === 'web'
        ? { handler: 'index.default', files: filesOf('web-request') }
        : { handler: 'index.handler', files: filesOf('hello') }
  }
}

/** Only Node.js takes requests as Request objects. */
export const takesRequests = (runtime: Runtime) => familyOf(runtime) === 'node'

export const FIRST_RUNTIME: Runtime = RUNTIMES[0]
