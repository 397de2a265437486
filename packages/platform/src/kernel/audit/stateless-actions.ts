/**
 * Actions whose entries have no before and after: they start, end or read something rather than change a setting, or what
 * they change is a secret. The type of `Change.audit` asks every other action for both.
 */
export const STATELESS_ACTIONS = [
  'accounts:add-passkey',
  'accounts:add-totp',
  'accounts:change-password',
  'accounts:invite-again',
  'accounts:link',
  'accounts:new-recovery-codes',
  'accounts:remove-passkey',
  'accounts:remove-totp',
  'accounts:reset-password',
  'access:ask',
  'access:decline',
  'alert-targets:test',
  'audit:export',
  'audit:prune',
  'background:stop',
  'buckets:link',
  'buckets:revoke-link',
  'builds:retry',
  'functions:debug',
  'groups:fill',
  'logs:export',
  'sessions:create',
  'sessions:delete',
  'sessions:end',
  'sinks:pause',
  'sinks:resume',
  'sinks:test',
  'spaces:export',
  'tasks:cancel',
  'tasks:redrive',
  'tasks:resend',
  'triggers:fire',
] as const
export type StatelessAction = (typeof STATELESS_ACTIONS)[number] | `background:${string}`
