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

export const HOST_DNS_STATES = ['here', 'elsewhere', 'unknown', 'absent', 'unanswered'] as const
export const HostDns = z
  .object({
    state: z.enum(HOST_DNS_STATES).meta({
      description:
        'Whether the name has an address of the gateway. `unknown`: it has addresses, but those of the gateway are not ' +
        'known. `absent`: it has none. `unanswered`: no resolver answered',
    }),
    addresses: z.array(z.string()).meta({ description: 'What DNS answers for the name' }),
    gateway: z.string().meta({ description: "The host of the gateway's own address" }),
    gatewayAddresses: z.array(z.string()).meta({ description: 'Its addresses, loopback ones left out' }),
  })
  .meta({ id: 'HostDns' })
export type HostDns = z.infer<typeof HostDns>
