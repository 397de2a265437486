import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, test, expect } from 'vitest'
import { bundleGuest } from './bundle-guest.ts'

test('an instance starts without the modules that are slow to load', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-guest-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const report = join(folder, 'report.cjs')
  writeFileSync(
    report,
    `process.on('exit', () => require('node:fs').writeSync(1, process.moduleLoadList.join('\\n')))
     setTimeout(() => process.exit(), 0)`,
  )
  // Descriptor 3 is the channel to the engine.
  const { stdout } = spawnSync(process.execPath, ['--require', report, join(await bundleGuest(), 'main.cjs')], {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  const loaded = stdout.split('\n')
  expect(loaded).toContain('NativeModule net')
  for (const slow of [
    'crypto',
    'http',
    'worker_threads',
    'inspector',
    'child_process',
    'zlib',
    'internal/webstreams/readablestream',
    'internal/deps/undici/undici',
  ])
    expect(loaded).not.toContain(`NativeModule ${slow}`)
})
