import { z } from 'zod'

export const INVOCATION_STATUSES = [
  'success',
  'functionError',
  'timeout',
  'outOfMemory',
  'initError',
  'protocolError',
  'throttled',
  'rejected',
  'cancelled',
  'systemError',
] as const
/** How an execution or refused call ended. */
export const InvocationStatus = z.enum(INVOCATION_STATUSES)
export type InvocationStatus = z.infer<typeof InvocationStatus>

export type Fault = 'none' | 'function' | 'caller' | 'platform'

/** Who is responsible for an outcome: the author's code, the caller, or Alcove. */
export const FAULT: Readonly<Record<InvocationStatus, Fault>> = {
  success: 'none',
  functionError: 'function',
  timeout: 'function',
  outOfMemory: 'function',
  initError: 'function',
  protocolError: 'function',
  throttled: 'caller',
  rejected: 'caller',
  cancelled: 'caller',
  systemError: 'platform',
}

/** Statuses of calls that a limit or rule keeps from reaching an instance. */
export const REFUSED_STATUSES: readonly InvocationStatus[] = ['throttled', 'rejected']
