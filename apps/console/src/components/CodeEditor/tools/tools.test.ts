import { expect, test } from 'vitest'
import type { FormattedLanguage } from './languages.ts'
import { TOOLS } from './tools.ts'

/** Those without WebAssembly. playwright/packages.e2e.ts formats and checks Python in a browser. */
const FORMATTED: [FormattedLanguage, string, string][] = [
  ['yaml', 'a:   1\nb:\n    - x\n', 'a: 1\nb:\n  - x\n'],
  ['css', 'a{color:red}', 'a {\n  color: red;\n}\n'],
  ['markdown', '* a\n* b\n', '- a\n- b\n'],
  ['html', '<p>x</p><script>f( 1 )</script>', '<p>x</p>\n<script>\n  f(1);\n</script>\n'],
  ['xml', '<a><b>x y</b></a>', '<a>\n  <b>x y</b>\n</a>\n'],
  ['sql', 'select a::text from t', 'select\n  a::text\nfrom\n  t\n'],
  // Only MySQL reads this one.
  ['sql', 'select `a` from b', 'select\n  `a`\nfrom\n  b\n'],
]

test.each(FORMATTED)('formats %s: %j', async (language, text, formatted) => {
  const tool = await TOOLS[language]()
  expect(await tool.format(text, 2)).toBe(formatted)
  expect((await tool.check?.(text)) ?? []).toEqual([])
})

const BROKEN: [FormattedLanguage, string, { line: number; message: RegExp }][] = [
  ['yaml', 'a:\n  b: 1\n c: 2\n', { line: 3, message: /^All mapping items must start at the same column$/ }],
  ['css', '\na {\n', { line: 2, message: /^Unclosed block$/ }],
  ['html', '<div>\n<span></div>', { line: 2, message: /^Unexpected closing tag "div"/ }],
  // Prettier would drop the tag that does not match.
  ['xml', '<a>\n<b></c></a>', { line: 2, message: /^Expected closing tag 'b'/ }],
  ['sql', 'select\n(', { line: 2, message: /^Unexpected «EOF»$/ }],
]

test.each(BROKEN)('%s that does not parse stays, with the line: %j', async (language, text, { line, message }) => {
  const tool = await TOOLS[language]()
  await expect(tool.format(text, 2)).rejects.toMatchObject({ line, message: expect.stringMatching(message) })
  const findings = await tool.check?.(text)
  // SQL is not checked.
  expect(findings?.[0] ?? { line }).toMatchObject({ line })
})
