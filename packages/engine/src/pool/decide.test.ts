import { expect, test } from 'vitest'
import { decideScale, type Demand, type Room } from './decide.ts'

const START_MS = 40
const demand = (given: Partial<Demand>): Demand => ({
  waiting: 0,
  oldestWaitMs: 0,
  busy: 0,
  starting: 0,
  typicalCallMs: null,
  startMs: START_MS,
  ...given,
})
const room = (given: Partial<Room> = {}): Room => ({
  instances: 20,
  instanceMb: 256,
  freeMb: 8192,
  evictableMb: 0,
  ...given,
})
const nothing = { start: 0, evictMb: 0, againInMs: null }

test.for([
  ['nobody waits', demand({}), room(), nothing],
  ['the first call ever', demand({ waiting: 1 }), room(), { start: 1, evictMb: 0, againInMs: null }],
  ['a burst on nothing', demand({ waiting: 7 }), room(), { start: 7, evictMb: 0, againInMs: null }],
  ['as many on their way as wait', demand({ waiting: 3, starting: 3 }), room(), nothing],
  [
    'more wait than are on their way',
    demand({ waiting: 5, starting: 3 }),
    room(),
    { start: 2, evictMb: 0, againInMs: null },
  ],
  [
    'more wait than the function may have',
    demand({ waiting: 50, busy: 5 }),
    room({ instances: 15 }),
    { start: 15, evictMb: 0, againInMs: null },
  ],
  ['the function is at its limit', demand({ waiting: 5, busy: 20 }), room({ instances: 0 }), nothing],
  ['memory for two', demand({ waiting: 5 }), room({ freeMb: 600 }), { start: 2, evictMb: 0, againInMs: null }],
  [
    'memory only from idle ones',
    demand({ waiting: 1 }),
    room({ freeMb: 0, evictableMb: 256 }),
    { start: 1, evictMb: 256, againInMs: null },
  ],
  [
    'memory partly from idle ones',
    demand({ waiting: 2 }),
    room({ freeMb: 300, evictableMb: 1000 }),
    { start: 2, evictMb: 212, againInMs: null },
  ],
  ['no memory at all', demand({ waiting: 1 }), room({ freeMb: 100, evictableMb: 100 }), nothing],
  ['memory overdrawn by a change of the budget', demand({ waiting: 1 }), room({ freeMb: -500 }), nothing],
  [
    'short calls that one instance works off in no time',
    demand({ waiting: 31, busy: 1, typicalCallMs: 0.2 }),
    room(),
    { start: 0, evictMb: 0, againInMs: START_MS },
  ],
  [
    'the same with some patience used up',
    demand({ waiting: 31, busy: 1, typicalCallMs: 0.2, oldestWaitMs: 30.5 }),
    room(),
    { start: 0, evictMb: 0, againInMs: 10 },
  ],
  [
    'the same with none left',
    demand({ waiting: 31, busy: 1, typicalCallMs: 0.2, oldestWaitMs: START_MS }),
    room(),
    { start: 1, evictMb: 0, againInMs: START_MS },
  ],
  [
    'the same with one on its way already',
    demand({ waiting: 31, busy: 1, starting: 1, typicalCallMs: 0.2, oldestWaitMs: START_MS }),
    room(),
    { start: 0, evictMb: 0, againInMs: START_MS },
  ],
  [
    'the same with four that do not get through it',
    demand({ waiting: 31, busy: 4, typicalCallMs: 0.2, oldestWaitMs: START_MS }),
    room(),
    { start: 4, evictMb: 0, againInMs: START_MS },
  ],
  [
    'long calls',
    demand({ waiting: 2, busy: 4, typicalCallMs: 500 }),
    room({ instances: 16 }),
    { start: 2, evictMb: 0, againInMs: null },
  ],
  [
    'short calls with nobody at work',
    demand({ waiting: 1, typicalCallMs: 0.2 }),
    room(),
    { start: 1, evictMb: 0, againInMs: null },
  ],
] as const)('%s', ([, wanted, given, plan]) => {
  expect(decideScale(wanted, given)).toEqual(plan)
})
