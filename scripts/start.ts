import { buildConsole } from './console.ts'
import { ensureLanguages } from './languages.ts'
import { ensureNetworkTools } from './network.ts'
import { ensureOciRuntime } from './oci.ts'

const say = (line: string): void => console.log(line)

try {
  buildConsole(say)
} catch (error) {
  console.error(`\n${(error as Error).message}\n`)
  process.exit(1)
}
if (process.env.ALCOVE_SANDBOX !== 'process') {
  ensureOciRuntime(say)
  ensureNetworkTools(say)
}
ensureLanguages(say)
// The same process, so that a signal reaches the server itself and nothing is left behind.
await import('../apps/bff/src/server.ts')
