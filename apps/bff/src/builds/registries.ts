import { existsSync } from 'node:fs'
import type { Environment } from '../process/environment.ts'

/** Where Debian and its derivatives keep the machine's trusted certificates. */
const MACHINE_CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'

type Registries = Pick<
  Environment,
  'ALCOVE_NPM_REGISTRY' | 'npm_config_registry' | 'ALCOVE_PIP_INDEX' | 'PIP_INDEX_URL'
>

/** Where packages come from, according to the environment. */
export function registriesOf(env: Registries): { npm?: string; pip?: string } {
  const npm = env.ALCOVE_NPM_REGISTRY ?? addressIn(env.npm_config_registry)
  const pip = env.ALCOVE_PIP_INDEX ?? addressIn(env.PIP_INDEX_URL)
  return { ...(npm === undefined ? {} : { npm }), ...(pip === undefined ? {} : { pip }) }
}

/** The certificates that builds trust: NODE_EXTRA_CA_CERTS, or else the machine's; null when there are none. */
export function certificatesOf(env: Readonly<Record<string, unknown>>): string | null {
  const { NODE_EXTRA_CA_CERTS, SSL_CERT_FILE } = env
  const wanted = String(NODE_EXTRA_CA_CERTS ?? SSL_CERT_FILE ?? MACHINE_CERTIFICATES)
  return existsSync(wanted) ? wanted : null
}

/** Variables of other programs: ignore invalid addresses, those programs report them. */
function addressIn(text: string | undefined): string | undefined {
  const url = URL.parse(text ?? '')
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined
}
