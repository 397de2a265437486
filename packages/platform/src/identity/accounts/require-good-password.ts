import { invalid, passwordFault, PASSWORD_FAULTS } from '@alcove/contract'

/** @throws {AlcoveError} ValidationFailed for a new password that is easy to guess, for whoever knows whose it is. */
export function requireGoodPassword(password: string, about: { email: string; name: string }): void {
  const fault = passwordFault(password, about)
  if (fault) throw invalid('password', PASSWORD_FAULTS[fault])
}
