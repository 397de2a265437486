import { z } from 'zod'
import { ACTIONS, ROLES } from './roles.ts'

export const Action = z.enum(ACTIONS)
export type Action = z.infer<typeof Action>

/** Actions that concern the whole installation; every other one is checked against a space. */
export const PLATFORM_ACTIONS = ['accounts:write', 'platform:admin'] as const satisfies readonly Action[]

export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>
