/** Started by the browser tests: `npm start` in an empty data folder, which is removed with the server. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const home = mkdtempSync(join(tmpdir(), 'alcove-e2e-'))
process.env.ALCOVE_HOME = home
process.once('exit', () => rmSync(home, { recursive: true, force: true }))
await import('./start.ts')
