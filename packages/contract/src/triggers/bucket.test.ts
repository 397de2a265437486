import { expect, test } from 'vitest'
import { listensFor } from './bucket.ts'

const change = { type: 'created', key: 'raw/mug 1+2.jpg', bytes: 10 } as const
const config = { bucket: 'photos', events: ['created' as const], prefix: '', suffix: '' }

test.each([
  ['everything', {}, true],
  ['its folder', { prefix: 'raw/' }, true],
  ['another folder', { prefix: 'thumbs/' }, false],
  ['its ending', { suffix: '.jpg' }, true],
  ['another ending', { suffix: '.png' }, false],
  ['both', { prefix: 'raw/', suffix: '.jpg' }, true],
  ['removals', { events: ['removed' as const] }, false],
  ['both kinds', { events: ['created' as const, 'removed' as const] }, true],
  ['exactly its size', { minBytes: 10, maxBytes: 10 }, true],
  ['larger ones', { minBytes: 11 }, false],
  ['smaller ones', { maxBytes: 9 }, false],
])('a trigger for %s', (_, more, fires) => expect(listensFor({ ...config, ...more }, change)).toBe(fires))
