import type { Draft } from '@alcove/contract'
import { describe, expect, it } from 'vitest'
import { disagreements, merged } from './merge.ts'

const base = { 'index.mjs': 'one', 'lib.mjs': 'lib', 'gone.mjs': 'x' }
const mine = { 'index.mjs': 'mine', 'lib.mjs': 'lib', 'gone.mjs': 'x', 'new.mjs': 'new' }
const theirs = { files: { 'index.mjs': 'theirs', 'lib.mjs': 'their lib' } } as unknown as Draft

describe('disagreements()', () => {
  it('says which side alone changed a file, and null when both did', () => {
    expect(disagreements(base, mine, theirs).map(({ path, only }) => [path, only])).toEqual([
      ['gone.mjs', 'theirs'],
      ['index.mjs', null],
      ['lib.mjs', 'theirs'],
      ['new.mjs', 'mine'],
    ])
  })
})

describe('merged()', () => {
  it('takes the chosen content of each file and deletes what was chosen to be absent', () => {
    const conflicts = disagreements(base, mine, theirs)
    const choices = new Map([
      ['index.mjs', 'both'],
      ['lib.mjs', 'their lib'],
      ['new.mjs', 'new'],
      ['gone.mjs', undefined],
    ])
    expect(merged(mine, conflicts, choices)).toEqual({ 'index.mjs': 'both', 'lib.mjs': 'their lib', 'new.mjs': 'new' })
  })
})
