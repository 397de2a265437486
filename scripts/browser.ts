import { existsSync } from 'node:fs'
import { canInstall, find, install } from './apt.ts'

const CJK_FONTS = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'

/**
 * The Chromium that the browser tests drive, and the fonts that the Chinese pages need, from Debian.
 * Answers where Chromium is.
 */
export function ensureBrowser(say: (line: string) => void): string {
  const chromium = () => process.env.CHROMIUM_PATH ?? find('chromium')
  const missing = [...(chromium() ? [] : ['chromium']), ...(existsSync(CJK_FONTS) ? [] : ['fonts-noto-cjk'])]
  if (missing.length > 0 && canInstall()) {
    say(`Installing ${missing.join(', ')} with apt-get …`)
    const result = install(missing)
    if (!result.installed) say(`That failed: ${result.reason}`)
  }
  const found = chromium()
  if (!found) throw new Error('The browser tests need Chromium: install it, or set CHROMIUM_PATH to where it is')
  return found
}
