import { z } from 'zod'
import { Role, Action } from './actions.ts'
import { LIMITS } from './limits.ts'
import { Name, Timestamp, Uuid } from './names.ts'
import { pageOf } from './pagination.ts'

export const Visibility = z.enum(['private', 'public'])
export type Visibility = z.infer<typeof Visibility>

/** A host name, "*.example.org", an address or a network in CIDR notation; with or without ":port". */
export const EgressTarget = z
  .string()
  .max(260)
  .regex(
    /^(\*\.)?([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(\/\d{1,2})?(:\d{1,5})?$/,
    'Must be a host such as "api.example.org" or "*.example.org", an address or a network such as "203.0.113.0/24", with or without ":port"',
  )
  .refine(
    leadsSomewhere,
    'Must be an address from 0.0.0.0 to 255.255.255.255, a network down to /32, a port from 1 to 65535',
  )

/** What looks like an address is one: else it would be taken for a name that nothing ever has. */
function leadsSomewhere(target: string): boolean {
  const [, host, length, port] = /^([^/:]*)(?:\/(\d+))?(?::(\d+))?$/.exec(target) ?? []
  if (host === undefined || (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535))) return false
  if (!/^[\d.]+$/.test(host)) return length === undefined
  const parts = host.split('.')
  return parts.length === 4 && parts.every((part) => Number(part) <= 255) && Number(length ?? 0) <= 32
}

/** What functions of a space may connect to. Private, link-local and the platform's own addresses are never among it, unless `allow` names them. */
export const Egress = z
  .strictObject({
    mode: z.enum(['internet', 'none', 'allow']),
    allow: z.array(EgressTarget).max(100),
  })
  .meta({ description: '`internet`: all public addresses; `none`: nothing; `allow`: only the targets listed' })
export type Egress = z.infer<typeof Egress>
export const DEFAULT_EGRESS: Egress = { mode: 'internet', allow: [] }

const StorageMb = z.number().int().min(LIMITS.storageMb.min).max(LIMITS.storageMb.max)

export const Space = z
  .object({
    id: Uuid,
    name: Name,
    visibility: Visibility,
    description: z.string(),
    requireIsolation: z.boolean().meta({ description: 'Refuse to run on the process driver' }),
    egress: Egress,
    storage: z.object({
      quotaMb: StorageMb,
      usedMb: z.number().meta({ description: 'As measured last, at most a minute ago' }),
    }),
    functionCount: z.number().int(),
    memberCount: z.number().int(),
    /** What the caller may do here: its role, if any, and the resulting actions. */
    access: z.object({ role: Role.nullable(), actions: z.array(Action) }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'Space' })
export type Space = z.infer<typeof Space>

export const CreateSpace = z
  .strictObject({
    name: Name,
    visibility: Visibility.default('private'),
    description: z.string().max(500).default(''),
    requireIsolation: z.boolean().default(false),
    egress: Egress.default(DEFAULT_EGRESS),
    storageMb: StorageMb.default(LIMITS.storageMb.default),
  })
  .meta({ id: 'CreateSpace' })
export type CreateSpace = z.infer<typeof CreateSpace>

export const UpdateSpace = z
  .strictObject({
    name: Name.optional(),
    visibility: Visibility.optional(),
    description: z.string().max(500).optional(),
    requireIsolation: z.boolean().optional(),
    egress: Egress.optional(),
    storageMb: StorageMb.optional(),
  })
  .meta({ id: 'UpdateSpace' })
export type UpdateSpace = z.infer<typeof UpdateSpace>

export const Grant = z
  .object({
    accountId: z.string(),
    name: z.string(),
    email: z.string(),
    role: Role,
    grantedBy: z.string().nullable(),
    grantedAt: Timestamp,
  })
  .meta({ id: 'Grant' })
export type Grant = z.infer<typeof Grant>

export const PutGrant = z.strictObject({ role: Role }).meta({ id: 'PutGrant' })
export const SpaceList = pageOf(Space).meta({ id: 'SpaceList' })
export const GrantList = pageOf(Grant).meta({ id: 'GrantList' })
