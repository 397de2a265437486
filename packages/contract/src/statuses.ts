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
/** How one execution (or refused call) ended. */
export const InvocationStatus = z.enum(INVOCATION_STATUSES)
export type InvocationStatus = z.infer<typeof InvocationStatus>

export type Fault = 'none' | 'function' | 'caller' | 'platform'

/** Whose fault an outcome is: the author's code, the caller, or Alcove itself. */
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

/** Ways a call ends that never reaches an instance because somebody's limit or rule forbids it. */
export const REFUSED_STATUSES: readonly InvocationStatus[] = ['throttled', 'rejected']
