import { describe, expect, it } from 'vitest'
import { changedLines } from './changedLines.ts'

describe('changedLines()', () => {
  it('names nothing when nothing changed', () => {
    expect(changedLines('a\nb', 'a\nb')).toEqual([])
  })
  it('names an edited line', () => {
    expect(changedLines('a\nb\nc', 'a\nx\nc')).toEqual([2])
  })
  it('names added lines only, not those they pushed down', () => {
    expect(changedLines('a\nb\nc', 'a\nnew\nb\nc\nlast')).toEqual([2, 5])
  })
  it('names no line for a deletion', () => {
    expect(changedLines('a\nb\nc', 'a\nc')).toEqual([])
  })
  it('names every line of a new text', () => {
    expect(changedLines('', 'a\nb')).toEqual([1, 2])
  })
})
