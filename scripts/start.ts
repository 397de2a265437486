import './quick-imports.ts'
import { buildConsole } from './console.ts'
import { ensure } from './ensure.ts'
import { CONTAINERS, LANGUAGES, NETWORK } from './needs.ts'

const say = (line: string): void => console.log(line)

try {
  buildConsole(say)
} catch (error) {
  console.error(`\n${(error as Error).message}\n`)
  process.exit(1)
}
ensure(process.env.ALCOVE_SANDBOX === 'process' ? LANGUAGES : [CONTAINERS, NETWORK, ...LANGUAGES], say)
// In the same process, so that signals reach the server itself.
await import('../apps/bff/src/server.ts')
