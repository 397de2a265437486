import { AlcoveError, type CallReport } from '@alcove/contract'

/** What a call was refused with while it ran: the reason of its signal when its caller lost the right to it. */
export function refusedMeanwhile({ reason }: AbortSignal): AlcoveError | null {
  return reason instanceof AlcoveError ? reason : null
}

/** The report of a call that ended because its caller lost the right to it. */
export function rightEnded(ran: CallReport, { code, message }: AlcoveError): CallReport {
  const error = { name: code, message: `The caller lost the right to this call while it ran: ${message}` }
  return { ...ran, status: 'cancelled', code, error }
}
