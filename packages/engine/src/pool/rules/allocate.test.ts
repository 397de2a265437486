import { expect, test } from 'vitest'
import { allocate, shouldYield, type Demand, type Evictable, type Giver, type Holdings, type Room } from './allocate.ts'

const demand = (space: string, fn: string, given: Partial<Demand> = {}): Demand => ({
  space,
  function: fn,
  mb: 128,
  count: 1,
  since: 0,
  urgent: true,
  without: false,
  ...given,
})
const idle = (space: string, fn: string, idleMs = 1000, mb = 128): Evictable => ({
  owner: { space, function: fn },
  mb,
  idleMs,
})
const prewarmed = (mb = 128): Evictable => ({ owner: null, mb, idleMs: 0 })
const giver = (space: string, fn: string, count: number, mb = 128): Giver => ({ space, function: fn, mb, count })
const room = (given: Partial<Room> = {}): Room => ({
  freeMb: 1024,
  freeInstances: 100,
  starts: 100,
  reserveMb: 0,
  drainingMb: 0,
  drainingInstances: 0,
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
  demands: Demand[]
  room?: Partial<Room>
  evictables?: Evictable[]
  givers?: Giver[]
  has?: Record<string, number>
  starts: number[]
  evict?: number[]
  unmet?: number[]
}

const cases: Case[] = [
  { name: 'nobody wants anything', demands: [], starts: [] },
  { name: 'there is room for all', demands: [demand('a', 'f', { count: 3 }), demand('b', 'g')], starts: [3, 1] },
  {
    name: 'two spaces share what there is, however much one of them asks for',
    demands: [demand('a', 'f', { count: 1000 }), demand('b', 'g', { count: 1000, since: 9 })],
    starts: [4, 4],
    unmet: [0, 1],
  },
  {
    name: 'who has less is served first',
    demands: [demand('a', 'f', { count: 10 }), demand('b', 'g', { count: 10 })],
    has: { 'a/f': 512 },
    starts: [2, 6],
    unmet: [0, 1],
  },
  {
    name: 'functions of one space share its part, and another space has its own',
    demands: [demand('a', 'f', { count: 9 }), demand('a', 'g', { count: 9 }), demand('b', 'h', { count: 9 })],
    starts: [2, 2, 4],
    unmet: [0, 1, 2],
  },
  {
    name: 'of two that have as much, who waits longer goes first',
    demands: [demand('a', 'f', { since: 5 }), demand('b', 'g', { since: 3 })],
    room: { freeMb: 128 },
    starts: [0, 1],
    unmet: [0],
  },
  {
    name: 'the last of the memory is for those who have nothing',
    demands: [demand('a', 'f', { count: 10 }), demand('b', 'g')],
    has: { 'a/f': 128 },
    room: { freeMb: 512, reserveMb: 256 },
    starts: [1, 1],
    unmet: [0],
  },
  {
    name: 'the last start is for those who have nothing',
    demands: [demand('a', 'f', { count: 10 })],
    has: { 'a/f': 128 },
    room: { starts: 3 },
    starts: [2],
  },
  {
    name: 'a first instance may take the last start',
    demands: [demand('b', 'g')],
    room: { starts: 1 },
    starts: [1],
  },
  {
    name: 'nobody starts when all starts are under way',
    demands: [demand('b', 'g')],
    room: { starts: 0 },
    starts: [0],
  },
  {
    name: 'what is too large for the rest does not keep others out',
    demands: [demand('a', 'f', { mb: 4096 }), demand('b', 'g')],
    starts: [0, 1],
    unmet: [0],
  },
  {
    name: 'what is free is kept for a demand that others will give instances up for',
    demands: [demand('a', 'f', { mb: 512 }), demand('b', 'g', { count: 5 })],
    room: { freeMb: 256 },
    givers: [giver('b', 'g', 8)],
    has: { 'b/g': 1024 },
    starts: [0, 0],
    unmet: [0, 1],
  },
  {
    name: 'or for one that gets what drains',
    demands: [demand('a', 'f', { mb: 512 }), demand('b', 'g', { count: 5 })],
    room: { freeMb: 256, drainingMb: 256 },
    has: { 'b/g': 128 },
    starts: [0, 0],
    unmet: [0, 1],
  },
  {
    name: 'not for one that asks for more than they will give up',
    demands: [demand('a', 'f', { mb: 512 }), demand('b', 'g', { count: 5 })],
    room: { freeMb: 256 },
    givers: [giver('b', 'g', 5)],
    has: { 'b/g': 640 },
    starts: [0, 2],
    unmet: [0, 1],
  },
  {
    name: 'but first instances may take it',
    demands: [demand('a', 'f', { mb: 512 }), demand('b', 'g', { count: 5 }), demand('c', 'h', { count: 2, since: 9 })],
    room: { freeMb: 256 },
    givers: [giver('b', 'g', 8)],
    has: { 'b/g': 1024 },
    starts: [0, 0, 1],
    unmet: [0, 1, 2],
  },
  {
    name: 'sandboxes without code go before instances',
    demands: [demand('a', 'f')],
    room: { freeMb: 0 },
    evictables: [prewarmed(), idle('b', 'g')],
    starts: [1],
    evict: [0],
  },
  {
    name: 'a first instance may push out an idle one of anybody',
    demands: [demand('a', 'f')],
    room: { freeMb: 0 },
    has: { 'b/g': 128 },
    evictables: [idle('b', 'g', 100)],
    starts: [1],
    evict: [0],
  },
  {
    name: 'so may the first instance of another revision, which would be refused, but not its second',
    demands: [demand('a', 'f', { count: 2, without: true })],
    room: { freeMb: 0 },
    has: { 'a/f': 128, 'a/g': 128, 'b/h': 128 },
    evictables: [idle('a', 'g', 100), idle('b', 'h', 100)],
    starts: [1],
    evict: [0],
    unmet: [0],
  },
  {
    name: 'a busy function may not push out what one with less used a moment ago',
    demands: [demand('a', 'f', { count: 50 })],
    room: { freeMb: 0 },
    has: { 'a/f': 1024, 'b/g': 128 },
    evictables: [idle('b', 'g', 1000)],
    starts: [0],
    unmet: [0],
  },
  {
    name: 'but may push out what nobody has used for a minute',
    demands: [demand('a', 'f', { count: 50 })],
    room: { freeMb: 0 },
    has: { 'a/f': 1024, 'b/g': 128 },
    evictables: [idle('b', 'g', 60_000)],
    starts: [1],
    evict: [0],
    unmet: [0],
  },
  {
    name: 'and who has less may push out an idle one of who has more',
    demands: [demand('b', 'g', { count: 2 })],
    room: { freeMb: 0 },
    has: { 'a/f': 1024, 'b/g': 128 },
    evictables: [idle('a', 'f', 10), idle('a', 'f', 5)],
    starts: [2],
    evict: [0, 1],
  },
  {
    name: 'nothing is pushed out in vain',
    demands: [demand('a', 'f', { mb: 512 })],
    room: { freeMb: 0 },
    evictables: [prewarmed(), prewarmed()],
    starts: [0],
    unmet: [0],
  },
  {
    name: 'to be kept ready is less urgent than calls that wait',
    demands: [demand('a', 'f', { urgent: false }), demand('b', 'g', { since: 100 })],
    room: { freeMb: 128 },
    starts: [0, 1],
    unmet: [0],
  },
  {
    name: 'and pushes nobody out who was used a moment ago',
    demands: [demand('a', 'f', { urgent: false })],
    room: { freeMb: 0 },
    evictables: [idle('b', 'g', 1000)],
    starts: [0],
    unmet: [0],
  },
  {
    name: 'an instance makes place for an instance, a sandbox without code does not',
    demands: [demand('a', 'f')],
    room: { freeInstances: 0 },
    evictables: [prewarmed(), idle('b', 'g')],
    starts: [1],
    evict: [0, 1],
  },
]

test.for(cases)(
  '$name',
  ({ demands, room: given, evictables = [], givers = [], has, starts, evict = [], unmet = [] }) => {
    const allocation = allocate(demands, room(given), evictables, givers, holdings(has))
    expect({ ...allocation, unmet: allocation.unmet.toSorted() }).toEqual({ starts, evict, unmet })
  },
)

const missing = (mb: number, instances = 0) => ({ mb, instances })

test.for([
  ['of a space that has much to one that has nothing', 'a', 8, demand('b', 'g'), missing(128), { 'a/f': 1024 }, true],
  ['of a space that would then have less', 'a', 1, demand('b', 'g'), missing(128), { 'a/f': 128 }, false],
  ['to even two spaces out', 'a', 3, demand('b', 'g'), missing(128), { 'a/f': 384, 'b/g': 128 }, true],
  [
    'that would only turn the difference round',
    'a',
    2,
    demand('b', 'g'),
    missing(128),
    { 'a/f': 256, 'b/g': 128 },
    false,
  ],
  ['between functions of one space', 'a', 8, demand('a', 'g'), missing(128), { 'a/f': 1024 }, true],
  ['to itself', 'a', 8, demand('a', 'f'), missing(128), { 'a/f': 1024 }, false],
  [
    'to what is only to be kept ready',
    'a',
    8,
    demand('b', 'g', { urgent: false }),
    missing(128),
    { 'a/f': 1024 },
    false,
  ],
  ['as the first of several', 'a', 8, demand('b', 'g', { mb: 512 }), missing(512), { 'a/f': 1024 }, true],
  [
    'where the last of them would be one too many',
    'a',
    7,
    demand('b', 'g', { mb: 512 }),
    missing(512),
    { 'a/f': 896 },
    false,
  ],
  ['where there are not as many to give', 'a', 3, demand('b', 'g', { mb: 512 }), missing(512), { 'a/f': 2048 }, false],
  ['for want of an instance', 'a', 8, demand('b', 'g'), missing(-512, 1), { 'a/f': 1024 }, true],
  ['where nothing is missing any more', 'a', 8, demand('b', 'g'), missing(0), { 'a/f': 1024 }, false],
] as const)('whether to give an instance up: %s', ([, space, count, wanted, shortfall, has, expected]) => {
  expect(shouldYield(giver(space, 'f', count), wanted, shortfall, holdings(has))).toBe(expected)
})
