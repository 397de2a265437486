import { ALERT_STATES, type AlertTargetSettings, type PutAlert } from '@alcove/contract'
import { boolean, doublePrecision, index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { spaces } from './spaces.ts'
import { time } from './time.ts'

/** Rules that watch a value, and what they last found. */
export const alerts = pgTable(
  'alerts',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    rule: jsonb().$type<PutAlert>().notNull(),
    enabled: boolean().notNull(),
    state: text({ enum: ALERT_STATES }).notNull().default('ok'),
    since: time('since').notNull(),
    /** Since when the value has called for the other state; null: it does not. */
    turnedAt: time('turned_at'),
    value: doublePrecision(),
    trouble: text(),
    evaluatedAt: time('evaluated_at'),
    /** Whichever server gets to it first moves this on. */
    evaluateAt: time('evaluate_at').notNull(),
    /** Whether targets were last told that it fires, and when; null: that it does not. */
    toldAt: time('told_at'),
    silencedUntil: time('silenced_until'),
    silencedBy: text('silenced_by'),
    silencedFor: text('silenced_for'),
    changedBy: text('changed_by').notNull(),
    changedAt: time('changed_at').notNull(),
  },
  (table) => [unique('alerts_name').on(table.spaceId, table.name), index('alerts_due').on(table.evaluateAt)],
)

/** Each change of an alert's state. */
export const alertChanges = pgTable(
  'alert_changes',
  {
    id: uuid().primaryKey(),
    alertId: uuid('alert_id')
      .notNull()
      .references(() => alerts.id, { onDelete: 'cascade' }),
    at: time('at').notNull(),
    state: text({ enum: ALERT_STATES }).notNull(),
    silenced: boolean().notNull(),
    value: doublePrecision(),
  },
  (table) => [index('alert_changes_alert').on(table.alertId, table.id)],
)

/** Who alerts notify. */
export const alertTargets = pgTable(
  'alert_targets',
  {
    id: uuid().primaryKey(),
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    settings: jsonb().$type<AlertTargetSettings>().notNull(),
    /** The secret of a webhook, sealed. */
    sealed: text(),
    lastAt: time('last_at'),
    lastOk: boolean('last_ok'),
    lastDetail: text('last_detail'),
  },
  (table) => [unique('alert_targets_name').on(table.spaceId, table.name)],
)
