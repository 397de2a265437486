import { expect, test } from 'vitest'
import type { ObjectChange } from './object-change.ts'
import { s3Event } from './s3-event.ts'

const change: ObjectChange = { type: 'created', how: 'Put', key: 'raw/mug 1+2.jpg', bytes: 10, etag: 'e-1' }

test('the event has the shape of S3, with the key encoded as there', () => {
  const of = {
    bucket: 'photos',
    space: 'shop',
    trigger: 'resize',
    by: 'ada',
    at: new Date(0),
    id: 'r',
    sequencer: '1f',
  }
  expect(s3Event(change, of).Records[0]).toMatchObject({
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    eventTime: '1970-01-01T00:00:00.000Z',
    s3: {
      configurationId: 'resize',
      bucket: { name: 'photos', arn: 'arn:aws:s3:::photos' },
      object: { key: 'raw/mug+1%2B2.jpg', size: 10, eTag: 'e-1', sequencer: '1f' },
    },
  })
  const removed = s3Event({ ...change, type: 'removed', how: 'Delete' }, of).Records[0]!
  expect([removed.eventName, removed.s3.object]).toEqual([
    'ObjectRemoved:Delete',
    { key: 'raw/mug+1%2B2.jpg', sequencer: '1f' },
  ])
  expect(s3Event({ ...change, type: 'removed', how: 'Expiration' }, of).Records[0]!.eventName).toBe(
    'LifecycleExpiration:Delete',
  )
})
