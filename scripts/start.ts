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
// The same process, so that a signal reaches the server itself and nothing is left behind.
await import('../apps/bff/src/server.ts')
