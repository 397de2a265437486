import { canInstall, find, install } from './apt.ts'

/** Makes sure that functions can have a network. Never fatal: without these they have none, and the engine says so. */
export function ensureNetworkTools(say: (line: string) => void): void {
  const missing = [...(find('nft') ? [] : ['nftables']), ...(find('ip') ? [] : ['iproute2'])]
  if (missing.length === 0) return
  if (!canInstall()) {
    say(`No ${missing.join(' and ')} here: functions will have no network, and installing them needs root and apt-get.`)
    return
  }
  say(`Installing ${missing.join(', ')} with apt-get …`)
  const result = install(missing)
  if (!result.installed) say(`That failed, so functions will have no network: ${result.reason}`)
}
