import { existsSync } from 'node:fs'
import { find } from './apt.ts'
import { ensure } from './ensure.ts'

const CJK_FONTS = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'
const WITHOUT = 'The browser tests need it.'
/** Chromium without a window. Its tests take a tenth less time than with the whole one. */
const HEADLESS = 'chromium-headless-shell'

/**
 * Installs Chromium for the browser tests and fonts for the Chinese pages, from Debian. Returns the path of Chromium.
 */
export function ensureBrowser(say: (line: string) => void): string {
  const given = process.env.CHROMIUM_PATH
  const chromium = () => given ?? find(HEADLESS) ?? find('chromium')
  ensure(
    [
      {
        name: 'Chromium without a window',
        isThere: () => given !== undefined || find(HEADLESS) !== null,
        packages: [HEADLESS],
        without: 'The browser tests use the whole Chromium.',
      },
      { name: 'Chromium', isThere: () => chromium() !== null, packages: ['chromium'], without: WITHOUT },
      {
        name: 'a Chinese font',
        isThere: () => existsSync(CJK_FONTS),
        packages: ['fonts-noto-cjk'],
        without: WITHOUT,
      },
    ],
    say,
  )
  const found = chromium()
  if (!found) throw new Error('The browser tests need Chromium: install it, or set CHROMIUM_PATH to where it is')
  return found
}
