import { describe, expect, it } from 'vitest'
import { newSecret, replacedSecrets, secretChanges, secretNames, secretRows } from './secrets.ts'

describe('secretChanges()', () => {
  it('names nothing while every stored secret stays', () => {
    expect(secretChanges(secretRows(['TOKEN', 'KEY']))).toEqual({})
  })

  it('sets new and replaced values and removes with null', () => {
    const [key, token] = secretRows(['KEY', 'TOKEN'])
    const rows = [
      { ...key!, removed: true },
      { ...token!, value: 'other' },
      { ...newSecret('NEW'), value: 'fresh' },
    ]
    expect(secretChanges(rows)).toEqual({ KEY: null, TOKEN: 'other', NEW: 'fresh' })
    expect(secretNames(rows)).toEqual(['TOKEN', 'NEW'])
    expect(replacedSecrets(rows)).toEqual(['TOKEN'])
  })

  it('leaves a stored secret alone whose new value was never typed', () => {
    expect(secretChanges(secretRows(['TOKEN']).map((row) => ({ ...row, value: '' })))).toEqual({})
  })
})
