import type { DeadLetterGroup, TaskQueue } from '@alcove/contract'
import { expect, test } from 'vitest'
import { countDead } from './count-dead.ts'

const queue = (dead: number) => ({ dead }) as TaskQueue
const group = (count: number) => ({ count }) as DeadLetterGroup

test.each([
  { says: 'errors too rare to be listed count', queues: [queue(150), queue(3)], groups: [group(100)], count: 153 },
  { says: 'the queues are not loaded yet', queues: [], groups: [group(4), group(1)], count: 5 },
  { says: 'a group is newer than its queue', queues: [queue(1)], groups: [group(2)], count: 2 },
])('dead letters are counted when $says', ({ queues, groups, count }) => {
  expect(countDead(queues, groups)).toBe(count)
})
