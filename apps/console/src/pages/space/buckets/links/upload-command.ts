import { shellQuote } from '../../../function/payload/curl.ts'
import { nameOf } from '../folder-names.ts'

/** Uploads a file by a link, for a shell. Whoever made the key chose its name: it must not run as a command. */
export const uploadCommand = (key: string, url: string): string =>
  `curl -T ${shellQuote(nameOf(key).replace(/^-/, './-'))} ${shellQuote(url)}`
