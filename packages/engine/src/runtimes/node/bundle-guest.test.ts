import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, test, expect } from 'vitest'
import { bundleGuest } from './bundle-guest.ts'

test('an instance starts with one file, and without the modules that are slow to load', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-guest-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const report = join(folder, 'report.cjs')
  writeFileSync(
    report,
    `const loaded = () => [...process.moduleLoadList, ...Object.keys(require.cache)]
     process.on('exit', () => require('node:fs').writeSync(1, loaded().join('\\n')))
     setTimeout(() => process.exit(), 0)`,
  )
  const guest = await bundleGuest()
  // Descriptor 3 is the channel to the engine.
  const { stdout } = spawnSync(process.execPath, ['--require', report, join(guest, 'main.cjs')], {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    encoding: 'utf8',
  })
  const loaded = stdout.split('\n')
  expect(loaded).toContain('NativeModule net')
  expect(loaded.filter((file) => file.endsWith('.cjs') && file !== report)).toEqual([join(guest, 'main.cjs')])
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
