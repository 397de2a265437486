import { z } from 'zod'
import { ObjectKey } from '../buckets.ts'
import { Name, Qualifier, Timestamp, Uuid } from '../names.ts'
import { PageQuery, pageOf } from '../pagination.ts'
import { BucketTriggerConfig } from './bucket.ts'
import { Firing } from './firings.ts'
import { TriggerPause } from './kind.ts'

/** A trigger as its bucket shows it: which function it starts, and for which objects. */
export const TriggerOfBucket = z
  .object({
    id: Uuid,
    function: Name,
    name: Name,
    qualifier: Qualifier,
    enabled: z.boolean(),
    pausedBy: TriggerPause.nullable(),
    config: BucketTriggerConfig,
    lastFiredAt: Timestamp.nullable(),
  })
  .meta({ id: 'TriggerOfBucket' })
export type TriggerOfBucket = z.infer<typeof TriggerOfBucket>
export const TriggerOfBucketList = pageOf(TriggerOfBucket).meta({ id: 'TriggerOfBucketList' })

/** What an object started when it was last written. */
export const ObjectFiring = Firing.extend({ function: Name, trigger: Name }).meta({ id: 'ObjectFiring' })
export type ObjectFiring = z.infer<typeof ObjectFiring>
export const ObjectFiringList = pageOf(ObjectFiring).meta({ id: 'ObjectFiringList' })
export const ObjectFiringQuery = PageQuery.extend({ key: ObjectKey })
export type ObjectFiringQuery = z.infer<typeof ObjectFiringQuery>
