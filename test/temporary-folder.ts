import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Socket } from 'node:net'

/**
 * Reads a pipe that closes when the run ends, however it ends. The run's database ends by itself; engines that were
 * killed take a moment.
 */
const CLEAN_UP = `
cat
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  sleep 1
  [ -n "$(find "$1" -maxdepth 1 -name 'alcove-test-*')" ] && continue
  rm -rf "$1" && exit
done
rm -rf "$1"`

/** Puts everything a test run creates in the temporary folder into one folder, which is removed with the run. */
export default function useTemporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-tests-'))
  process.env['TMPDIR'] = folder
  const cleaner = spawn('sh', ['-c', CLEAN_UP, 'sh', folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  cleaner.unref()
  ;(cleaner.stdin as Socket).unref()
}
