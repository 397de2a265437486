import { describe, expect, it } from 'vitest'
import { environmentOf, parseDotEnv, variable } from './environment.ts'

describe('parseDotEnv()', () => {
  it('reads names and values, skipping comments and blank lines', () => {
    expect(parseDotEnv('# key\nSTRIPE_KEY=sk_1\n\nexport REGION = eu # here\n')).toEqual([
      ['STRIPE_KEY', 'sk_1'],
      ['REGION', 'eu'],
    ])
  })
  it('takes quotes off and keeps what is inside them', () => {
    expect(parseDotEnv(`GREETING="hello # world"`)).toEqual([['GREETING', 'hello # world']])
  })
})

describe('environmentOf()', () => {
  it('leaves out rows without a name', () => {
    expect(environmentOf([variable('A', '1'), variable('', 'lost')])).toEqual({ A: '1' })
  })
})
