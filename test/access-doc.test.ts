import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ACTIONS, ROLE_ACTIONS, ROLES } from '../packages/contract/src/roles.ts'

test('docs/access.md shows the table of roles that the code goes by', () => {
  const shown = readFileSync('docs/access.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
  const rows = ACTIONS.filter((action) => ROLE_ACTIONS.admin.includes(action)).map((action) => {
    const cells = ROLES.map((role) => (ROLE_ACTIONS[role].includes(action) ? '✓' : '–'))
    return `| \`${action}\` | ${cells.join(' | ')} |`
  })
  expect(shown).toEqual(rows)
})
