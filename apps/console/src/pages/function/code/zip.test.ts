import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { zip } from './zip.ts'

it('packs what another program unpacks again, names beyond ASCII and empty files among it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'))
  try {
    const archive = await zip([
      { path: 'index.mjs', content: new Blob(['export const handler = () => 1\n'.repeat(500)]) },
      { path: 'lib/größe.txt', content: new Blob(['大小']) },
      { path: 'empty', content: new Blob([]) },
    ])
    writeFileSync(join(folder, 'a.zip'), Buffer.from(await archive.arrayBuffer()))
    execFileSync('python3', ['-m', 'zipfile', '-e', 'a.zip', 'out'], { cwd: folder })
    expect(readFileSync(join(folder, 'out/index.mjs'), 'utf8')).toBe('export const handler = () => 1\n'.repeat(500))
    expect(readFileSync(join(folder, 'out/lib/größe.txt'), 'utf8')).toBe('大小')
    expect(readFileSync(join(folder, 'out/empty'), 'utf8')).toBe('')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
