import { describe, expect, it } from 'vitest'
import { fileTree } from './fileTree.ts'

describe('fileTree()', () => {
  it('groups files by folder, folders first, each level by name', () => {
    expect(fileTree(['package.json', 'lib/stock.ts', 'handler.ts', 'lib/money.ts'])).toEqual([
      {
        kind: 'folder',
        name: 'lib',
        path: 'lib',
        children: [
          { kind: 'file', name: 'money.ts', path: 'lib/money.ts' },
          { kind: 'file', name: 'stock.ts', path: 'lib/stock.ts' },
        ],
      },
      { kind: 'file', name: 'handler.ts', path: 'handler.ts' },
      { kind: 'file', name: 'package.json', path: 'package.json' },
    ])
  })

  it('gives a nested folder its whole path', () => {
    const [outer] = fileTree(['a/b/c.ts'])
    expect(outer?.kind === 'folder' && outer.children[0]?.path).toBe('a/b')
  })
})
