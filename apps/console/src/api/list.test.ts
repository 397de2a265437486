import type { Page } from '@alcove/contract'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { findInList } from './list.ts'

const PAGES: Record<string, Page<{ name: string }>> = {
  first: { items: [{ name: 'a' }], nextCursor: 'second' },
  second: { items: [{ name: 'b' }], nextCursor: 'third' },
  third: { items: [{ name: 'c' }], nextCursor: null },
}
const asked: string[] = []

beforeEach(() => {
  asked.length = 0
  vi.stubGlobal('document', { documentElement: { lang: 'en' } })
  vi.stubGlobal('fetch', (url: string) => {
    const cursor = new URLSearchParams(url.split('?')[1]).get('cursor') ?? 'first'
    asked.push(cursor)
    return Promise.resolve(Response.json(PAGES[cursor]))
  })
})
afterEach(() => vi.unstubAllGlobals())

const find = (name: string) => findInList<{ name: string }>(['things'], (item) => item.name === name)

test('an item is found behind the first page, and no page is read after it', async () => {
  expect(await find('b')).toEqual({ name: 'b' })
  expect(asked).toEqual(['first', 'second'])
})

test('an item that no page has is null', async () => {
  expect(await find('d')).toBeNull()
  expect(asked).toEqual(['first', 'second', 'third'])
})
