import { expect, test } from 'vitest'
import { decideScale, type RevisionLoad } from './decide-scale.ts'

const START_MS = 40
const load = (given: Partial<RevisionLoad>): RevisionLoad => ({
  waiting: 0,
  oldestWaitMs: 0,
  busy: 0,
  starting: 0,
  instances: (given.busy ?? 0) + (given.starting ?? 0),
  minInstances: 0,
  maxInstances: 20,
  slots: 1,
  typicalCallMs: null,
  startMs: START_MS,
  ...given,
})
const nothing = { start: 0, againInMs: null }
const start = (count: number, againInMs: number | null = null) => ({ start: count, againInMs })

test.for([
  ['nobody waits', load({}), nothing],
  ['the first call ever', load({ waiting: 1 }), start(1)],
  ['a burst on nothing', load({ waiting: 7 }), start(7)],
  ['as many on their way as wait', load({ waiting: 3, starting: 3 }), nothing],
  ['more wait than are on their way', load({ waiting: 5, starting: 3 }), start(2)],
  ['more wait than the revision may have', load({ waiting: 50, busy: 5 }), start(15)],
  ['the revision is at its limit', load({ waiting: 5, busy: 20 }), nothing],
  ['the limit was lowered below what there is', load({ waiting: 5, busy: 20, maxInstances: 3 }), nothing],
  ['nobody calls, but some are to be ready', load({ minInstances: 3 }), start(3)],
  ['one of those is there, one on its way', load({ minInstances: 3, instances: 2, starting: 1 }), start(1)],
  ['those are all there', load({ minInstances: 3, instances: 3 }), nothing],
  ['more are to be ready than may be', load({ minInstances: 9, maxInstances: 4 }), start(4)],
  ['calls wait while some are to be ready', load({ waiting: 2, minInstances: 5, instances: 1, busy: 1 }), start(4)],
  ['calls share an instance', load({ waiting: 25, slots: 10 }), start(3)],
  ['calls that will share the one on its way', load({ waiting: 9, slots: 10, starting: 1 }), nothing],
  [
    'short calls that one instance works off in no time',
    load({ waiting: 31, busy: 1, typicalCallMs: 0.2 }),
    start(0, START_MS),
  ],
  [
    'the same with some patience used up',
    load({ waiting: 31, busy: 1, typicalCallMs: 0.2, oldestWaitMs: 30.5 }),
    start(0, 10),
  ],
  [
    'the same with none left',
    load({ waiting: 31, busy: 1, typicalCallMs: 0.2, oldestWaitMs: START_MS }),
    start(1, START_MS),
  ],
  [
    'the same with one on its way already',
    load({ waiting: 31, busy: 1, starting: 1, typicalCallMs: 0.2, oldestWaitMs: START_MS }),
    start(0, START_MS),
  ],
  [
    'the same with four that do not get through it',
    load({ waiting: 31, busy: 4, typicalCallMs: 0.2, oldestWaitMs: START_MS }),
    start(4, START_MS),
  ],
  ['long calls', load({ waiting: 2, busy: 4, typicalCallMs: 500 }), start(2)],
  ['long calls that share', load({ waiting: 20, busy: 1, typicalCallMs: 500, slots: 10 }), start(2)],
  [
    'calls that take long, but many at a time',
    load({ waiting: 20, busy: 1, typicalCallMs: 10, slots: 100 }),
    start(0, START_MS),
  ],
  ['short calls with nobody at work', load({ waiting: 1, typicalCallMs: 0.2 }), start(1)],
] as const)('%s', ([, wanted, plan]) => {
  expect(decideScale(wanted)).toEqual(plan)
})
