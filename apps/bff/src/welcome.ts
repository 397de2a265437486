import type { EngineInfo } from '@alcove/engine'

export interface Welcome {
  origin: string
  gatewayOrigin: string
  home: string
  setupLink: string | null
  administrators: string[]
  engine: EngineInfo
}

/** The first screen of a start, for a person: where to go, who may sign in, and how functions are kept apart. */
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
    ...signIn.map((line) => `  ${line}`),
    '',
    ...isolation(engine).map((line) => `  ${line}`),
    '',
  ].join('\n')
}

function isolation({ isolation: kind, ociRuntime, reason, remedy }: EngineInfo): string[] {
  if (kind === 'oci') return [`Isolation   containers (${ociRuntime})`]
  return [
    'Isolation   NONE: functions run as plain processes. Run only code that you trust.',
    ...(reason ? [`            ${reason}`] : []),
    ...(remedy ? [`            To mend it: ${remedy}`] : []),
  ]
}
