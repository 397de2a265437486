import { invalid, passwordFault, PASSWORD_FAULTS } from '@alcove/contract'

/**
 * @throws {AlcoveError} ValidationFailed for a password that is easy to guess, also from the account's name or address.
 */
export function requireGoodPassword(password: string, about: { email: string; name: string }): void {
  const fault = passwordFault(password, about)
  if (fault) throw invalid('password', PASSWORD_FAULTS[fault])
}
