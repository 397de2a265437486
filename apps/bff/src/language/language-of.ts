import { parseAccept } from 'hono/utils/accept'

/** Languages that problems are written in. */
export type Language = 'en' | 'zh-CN'

const LONGEST = 500

/** The language an `Accept-Language` header asks for first (RFC 9110, 12.5.4); every kind of Chinese is `zh-CN`. */
export function languageOf(header: string | undefined): Language {
  if (header === undefined || header.length > LONGEST) return 'en'
  const wanted = parseAccept(header)
    .filter(({ q }) => q > 0)
    .map(({ type }) => type.toLowerCase().split('-', 1)[0])
  return wanted.find((language) => language === 'en' || language === 'zh') === 'zh' ? 'zh-CN' : 'en'
}
