import { z } from 'zod'
import { Name, Timestamp } from '../names.ts'
import { pageOf } from '../pagination.ts'

/** A full host name in lower case, without port: addresses and single labels name machines, not services. */
export const HostName = z
  .string()
  .max(253)
  .regex(
    /^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/,
    'Must be a host name in lower case such as "api.example.org"',
  )

/** A host name whose requests go to the routes of a space, or to the function of an HTTP trigger. */
export const SpaceHost = z
  .object({
    name: HostName,
    function: Name.nullable().meta({
      description: 'The function whose trigger holds it; null: the routes of the space',
    }),
    trigger: Name.nullable(),
    createdAt: Timestamp,
  })
  .meta({ id: 'SpaceHost' })
export type SpaceHost = z.infer<typeof SpaceHost>
export const SpaceHostList = pageOf(SpaceHost).meta({ id: 'SpaceHostList' })
