import type { WebhookOutcome } from '../../kernel/outgoing/send-webhook.ts'

/** Seconds before the second attempt, the third…: as the Standard Webhooks specification suggests, up to a day. */
const DELAYS = [5, 300, 1800, 7200, 18_000, 36_000]

export type DeliveryEnd = { state: 'delivered' | 'dead' } | { state: 'waiting'; inMs: number }

/** Decides what happens to a delivery. @param random 0 ≤ random < 1: delays an attempt by up to a fifth */
export function decideDelivery(attempt: number, { kind }: WebhookOutcome, random: number): DeliveryEnd {
  if (kind === 'received') return { state: 'delivered' }
  const delay = DELAYS[attempt - 1]
  if (kind === 'rejected' || delay === undefined) return { state: 'dead' }
  return { state: 'waiting', inMs: Math.round(delay * 1000 * (1 + random / 5)) }
}
