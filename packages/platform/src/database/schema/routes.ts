import type {
  FixedAnswer,
  HttpAuth,
  JwtAuth,
  Cors,
  Redirect,
  RequestSchemas,
  Route,
  RouteMethod,
} from '@alcove/contract'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { functions } from './functions.ts'
import { spaces } from './spaces.ts'
import { triggers } from './triggers.ts'
import { time } from './time.ts'

/** The settings of HMAC auth as they are stored: the secret only sealed. */
export type StoredHmac = NonNullable<Route['hmac']> & { sealed: string }

/** Who may call, and from which pages: the same for HTTP triggers and routes. */
export interface StoredAccess {
  auth: HttpAuth
  jwt?: JwtAuth
  hmac?: StoredHmac
  cors?: Cors
}

export interface StoredRouteConfig extends StoredAccess {
  redirect?: Redirect
  answer?: FixedAnswer
  respondAsync?: boolean
  limits: Route['limits']
  schemas: RequestSchemas
}

export const routes = pgTable(
  'routes',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    method: text().$type<RouteMethod>().notNull(),
    path: text().notNull(),
    /** The path without the names of its parameters: two routes of one method cannot share it. */
    shape: text().notNull(),
    enabled: boolean().notNull(),
    /** Null: another kind of answer, or its function was deleted. */
    functionId: uuid('function_id').references(() => functions.id, { onDelete: 'set null' }),
    qualifier: text().notNull(),
    config: jsonb().$type<StoredRouteConfig>().notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    updatedAt: time('updated_at').notNull().defaultNow(),
  },
  (table) => [
    unique('routes_name').on(table.spaceId, table.name),
    unique('routes_shape').on(table.spaceId, table.method, table.shape),
    index('routes_function').on(table.functionId),
  ],
)

/** Requests that reached a route, by the hour: those it answers itself have no invocation. */
export const routeHours = pgTable(
  'route_hours',
  {
    routeId: uuid('route_id')
      .notNull()
      .references(() => routes.id, { onDelete: 'cascade' }),
    hour: time('hour').notNull(),
    calls: integer().notNull(),
    errors: integer().notNull(),
    refused: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.routeId, table.hour] }), index('route_hours_hour').on(table.hour)],
)

/** Host names and who answers them: the routes of a space, or the function of a trigger. */
export const hostNames = pgTable(
  'host_names',
  {
    name: text().primaryKey(),
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    triggerId: uuid('trigger_id').references(() => triggers.id, { onDelete: 'cascade' }),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [index('host_names_space').on(table.spaceId), index('host_names_trigger').on(table.triggerId)],
)

/** Signed requests that were accepted, by a hash of the signature. All servers refuse them a second time. */
export const seenSignatures = pgTable(
  'seen_signatures',
  { hash: text().primaryKey(), expiresAt: time('expires_at').notNull() },
  (table) => [index('seen_signatures_expiry').on(table.expiresAt)],
)
