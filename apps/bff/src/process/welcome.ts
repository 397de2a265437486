import type { EngineInfo } from '@alcove/engine'
import { isIP } from 'node:net'

export interface Welcome {
  origin: string
  gatewayOrigin: string
  home: string
  setupLink: string | null
  administrators: string[]
  engine: EngineInfo
}

/** The first screen after a start: the addresses, who can sign in, and how functions are isolated. */
export function welcome({ origin, gatewayOrigin, home, setupLink, administrators, engine }: Welcome): string {
  const signIn = setupLink
    ? ['Set up the first administrator (this link works once):', setupLink]
    : [`Sign in as ${administrators.join(' or ')}, or with an account they made for you`]
  return [
    '',
    '  Alcove is ready',
    '',
    `  Console     ${origin}`,
    `  Functions   ${gatewayOrigin}/fn/{space}/{function}`,
    `  API         ${origin}/api/docs`,
    `  Data        ${home}`,
    '',
    ...hosts(origin, gatewayOrigin).map((line) => `  ${line}`),
    ...signIn.map((line) => `  ${line}`),
    '',
    ...[...isolation(engine), ...network(engine), ...runtimes(engine)].map((line) => `  ${line}`),
    '',
  ].join('\n')
}

/**
 * The host name that console and functions share, if that is a risk; null if they differ, or only this machine reaches
 * them.
 */
export function sharedHost(origin: string, gatewayOrigin: string): string | null {
  const { hostname } = new URL(origin)
  const loopback =
    hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'))
  return hostname === new URL(gatewayOrigin).hostname && !loopback ? hostname : null
}

function hosts(origin: string, gatewayOrigin: string): string[] {
  const shared = sharedHost(origin, gatewayOrigin)
  if (shared === null) return []
  return [
    `Warning     Console and functions share the host name ${shared}, and browsers their cookies:`,
    "            a function's page can disturb who is signed in. Give them two names:",
    '            ALCOVE_ORIGIN and ALCOVE_GATEWAY_ORIGIN',
    '',
  ]
}

function isolation({ isolation: kind, ociRuntime, reason, remedy }: EngineInfo): string[] {
  if (kind === 'oci') return [`Isolation   containers (${ociRuntime})`]
  return [
    'Isolation   NONE: functions run as plain processes. Run only code that you trust.',
    ...(reason ? [`            ${reason}`] : []),
    ...(remedy ? [`            To fix it: ${remedy}`] : []),
  ]
}

/** Only when functions have no network although the machine could give them one. */
function network({ network: { available, reason, remedy } }: EngineInfo): string[] {
  if (available || !reason) return []
  return [`Network     none for functions: ${reason}`, ...(remedy ? [`            To fix it: ${remedy}`] : [])]
}

function runtimes({ runtimes: all }: EngineInfo): string[] {
  const here = all.filter(({ available }) => available).map(({ name }) => name)
  const missing = all.filter(({ available, remedy }) => !available && remedy)
  return [
    `Runtimes    ${here.join(', ') || 'NONE: no function can run'}`,
    ...missing.map(({ name, remedy }) => `            To add ${name}: ${remedy}`),
  ]
}
