import { describe, expect, it } from 'vitest'
import { roomIn, type FileSystem } from './room.ts'

const GIB = 2 ** 30
/** A disk of `gib` GiB with `free` of them free. */
const disk = (gib: number, free: number, more: Partial<FileSystem> = {}): FileSystem => ({
  blocks: (gib * GIB) / 4096,
  bfree: (free * GIB) / 4096,
  bavail: (free * GIB) / 4096,
  bsize: 4096,
  files: 1_000_000,
  ffree: 900_000,
  ...more,
})

describe('roomIn()', () => {
  it.each([
    ['empty', disk(50, 50), 'enough'],
    ['nearly four fifths full', disk(50, 10.1), 'enough'],
    ['four fifths full', disk(50, 10), 'low'],
    ['nearly nine tenths full', disk(50, 5.1), 'low'],
    ['nine tenths full', disk(50, 5), 'full'],
    ['nearly full', disk(50, 1.9), 'scarce'],
    ['full to the last block', disk(50, 0), 'none'],
    ['short of the last inodes', disk(50, 40, { ffree: 999 }), 'none'],
    ['large, with a tenth free', disk(4000, 400), 'enough'],
    ['large, with little free', disk(4000, 15), 'low'],
    ['large, with very little free', disk(4000, 9), 'full'],
    ['small', disk(1, 0.09), 'full'],
    ['small, and full', disk(0.0625, 0.005), 'none'],
    ['small, and empty', disk(0.0625, 0.05), 'enough'],
    ['full but for what is kept for root', disk(50, 5, { bavail: (3 * GIB) / 4096 }), 'full'],
    ['short of inodes', disk(50, 40, { ffree: 90_000 }), 'full'],
    ['soon short of inodes', disk(50, 40, { ffree: 150_000 }), 'low'],
    ['one without a number of inodes', disk(50, 40, { files: 0, ffree: 0 }), 'enough'],
    ['one that says nothing', disk(0, 0, { files: 0, ffree: 0 }), 'enough'],
  ] as const)('judges a disk that is %s', (_, system, room) => expect(roomIn(system)).toBe(room))
})
