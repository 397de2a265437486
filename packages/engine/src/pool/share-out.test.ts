import { expect, test } from 'vitest'
import { shareOut, shouldYield, type Holdings, type Room, type Spare, type Want } from './share-out.ts'

const want = (space: string, fn: string, given: Partial<Want> = {}): Want => ({
  space,
  function: fn,
  mb: 128,
  count: 1,
  since: 0,
  urgent: true,
  ...given,
})
const spare = (space: string, fn: string, idleMs = 1000, mb = 128): Spare => ({
  owner: { space, function: fn },
  mb,
  idleMs,
})
const blank = (mb = 128): Spare => ({ owner: null, mb, idleMs: 0 })
const room = (given: Partial<Room> = {}): Room => ({
  freeMb: 1024,
  freeInstances: 100,
  starts: 100,
  reserveMb: 0,
  ...given,
})
/** Memory by "space/function". */
const holdings = (mb: Record<string, number> = {}): Holdings => ({
  ofSpace: (space) =>
    Object.entries(mb).reduce((sum, [key, value]) => sum + (key.startsWith(`${space}/`) ? value : 0), 0),
  ofFunction: (fn) => Object.entries(mb).reduce((sum, [key, value]) => sum + (key.endsWith(`/${fn}`) ? value : 0), 0),
})

interface Case {
  name: string
  wants: Want[]
  room?: Partial<Room>
  spares?: Spare[]
  has?: Record<string, number>
  starts: number[]
  evict?: number[]
  short?: number[]
}

const cases: Case[] = [
  { name: 'nobody wants anything', wants: [], starts: [] },
  { name: 'there is room for all', wants: [want('a', 'f', { count: 3 }), want('b', 'g')], starts: [3, 1] },
  {
    name: 'two spaces share what there is, however much one of them asks for',
    wants: [want('a', 'f', { count: 1000 }), want('b', 'g', { count: 1000, since: 9 })],
    starts: [4, 4],
    short: [0, 1],
  },
  {
    name: 'who has less is served first',
    wants: [want('a', 'f', { count: 10 }), want('b', 'g', { count: 10 })],
    has: { 'a/f': 512 },
    starts: [2, 6],
    short: [0, 1],
  },
  {
    name: 'functions of one space share its part, and another space has its own',
    wants: [want('a', 'f', { count: 9 }), want('a', 'g', { count: 9 }), want('b', 'h', { count: 9 })],
    starts: [2, 2, 4],
    short: [0, 1, 2],
  },
  {
    name: 'of two that have as much, who waits longer goes first',
    wants: [want('a', 'f', { since: 5 }), want('b', 'g', { since: 3 })],
    room: { freeMb: 128 },
    starts: [0, 1],
    short: [0],
  },
  {
    name: 'the last of the memory is for those who have nothing',
    wants: [want('a', 'f', { count: 10 }), want('b', 'g')],
    has: { 'a/f': 128 },
    room: { freeMb: 512, reserveMb: 256 },
    starts: [1, 1],
    short: [0],
  },
  {
    name: 'the last start is for those who have nothing',
    wants: [want('a', 'f', { count: 10 })],
    has: { 'a/f': 128 },
    room: { starts: 3 },
    starts: [2],
  },
  {
    name: 'a first instance may take the last start',
    wants: [want('b', 'g')],
    room: { starts: 1 },
    starts: [1],
  },
  { name: 'nobody starts when all starts are under way', wants: [want('b', 'g')], room: { starts: 0 }, starts: [0] },
  {
    name: 'what is too large for the rest does not keep others out',
    wants: [want('a', 'f', { mb: 4096 }), want('b', 'g')],
    starts: [0, 1],
    short: [0],
  },
  {
    name: 'sandboxes without code go before instances',
    wants: [want('a', 'f')],
    room: { freeMb: 0 },
    spares: [blank(), spare('b', 'g')],
    starts: [1],
    evict: [0],
  },
  {
    name: 'a first instance may push out an idle one of anybody',
    wants: [want('a', 'f')],
    room: { freeMb: 0 },
    has: { 'b/g': 128 },
    spares: [spare('b', 'g', 100)],
    starts: [1],
    evict: [0],
  },
  {
    name: 'a busy function may not push out what one with less used a moment ago',
    wants: [want('a', 'f', { count: 50 })],
    room: { freeMb: 0 },
    has: { 'a/f': 1024, 'b/g': 128 },
    spares: [spare('b', 'g', 1000)],
    starts: [0],
    short: [0],
  },
  {
    name: 'but may push out what nobody has used for a minute',
    wants: [want('a', 'f', { count: 50 })],
    room: { freeMb: 0 },
    has: { 'a/f': 1024, 'b/g': 128 },
    spares: [spare('b', 'g', 60_000)],
    starts: [1],
    evict: [0],
    short: [0],
  },
  {
    name: 'and who has less may push out an idle one of who has more',
    wants: [want('b', 'g', { count: 2 })],
    room: { freeMb: 0 },
    has: { 'a/f': 1024, 'b/g': 128 },
    spares: [spare('a', 'f', 10), spare('a', 'f', 5)],
    starts: [2],
    evict: [0, 1],
  },
  {
    name: 'nothing is pushed out in vain',
    wants: [want('a', 'f', { mb: 512 })],
    room: { freeMb: 0 },
    spares: [blank(), blank()],
    starts: [0],
    short: [0],
  },
  {
    name: 'to be kept ready is less urgent than calls that wait',
    wants: [want('a', 'f', { urgent: false }), want('b', 'g', { since: 100 })],
    room: { freeMb: 128 },
    starts: [0, 1],
    short: [0],
  },
  {
    name: 'and pushes nobody out who was used a moment ago',
    wants: [want('a', 'f', { urgent: false })],
    room: { freeMb: 0 },
    spares: [spare('b', 'g', 1000)],
    starts: [0],
    short: [0],
  },
  {
    name: 'an instance makes place for an instance, a sandbox without code does not',
    wants: [want('a', 'f')],
    room: { freeInstances: 0 },
    spares: [blank(), spare('b', 'g')],
    starts: [1],
    evict: [0, 1],
  },
]

test.for(cases)('$name', ({ wants, room: given, spares = [], has, starts, evict = [], short = [] }) => {
  const division = shareOut(wants, room(given), spares, holdings(has))
  expect({ ...division, short: division.short.toSorted() }).toEqual({ starts, evict, short })
})

test.for([
  ['of a space that has much to one that has nothing', 'a', want('b', 'g'), { 'a/f': 1024 }, true],
  ['of a space that would then have less', 'a', want('b', 'g'), { 'a/f': 128, 'b/g': 0 }, false],
  ['to even two spaces out', 'a', want('b', 'g'), { 'a/f': 384, 'b/g': 128 }, true],
  ['that would only turn the difference round', 'a', want('b', 'g'), { 'a/f': 256, 'b/g': 128 }, false],
  ['between functions of one space', 'a', want('a', 'g'), { 'a/f': 1024 }, true],
  ['to what is only to be kept ready', 'a', want('b', 'g', { urgent: false }), { 'a/f': 1024 }, false],
] as const)('whether to give an instance up: %s', ([, space, wanted, has, expected]) => {
  expect(shouldYield({ space, function: 'f', mb: 128 }, wanted, holdings(has))).toBe(expected)
})
