/** What the browser tests drive: `npm start` in an empty data folder, which goes with the server. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const home = mkdtempSync(join(tmpdir(), 'alcove-e2e-'))
process.env.ALCOVE_HOME = home
process.once('exit', () => rmSync(home, { recursive: true, force: true }))
await import('./start.ts')
