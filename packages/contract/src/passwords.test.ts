import { expect, test } from 'vitest'
import { Password, passwordFault, PASSWORD_FAULTS } from './passwords.ts'

const MEI = { email: 'mei.lin@example.com', name: 'Mei Lin' }

test.each([
  ['password', 'short'],
  ['elevenchars', 'short'],
  ['函数函数函数', 'short'],
  ['x'.repeat(129), 'long'],
  ['aaaaaaaaaaaa', 'simple'],
  ['abababababab', 'simple'],
  ['123412341234', 'simple'],
  ['123456789012', 'simple'],
  ['abcdef654321', 'simple'],
  ['qwertyuiop12', 'simple'],
  ['asdfghjkl;123', 'simple'],
  ['password1234', 'common'],
  ['Password2024!', 'common'],
  ['2024P@ssw0rd', 'common'],
  ['passwordpassword', 'common'],
  ['pass word pass word', 'common'],
  ['ILoveYou!!!!!', 'common'],
  ['Administrator', 'common'],
  ['correct horse battery staple', 'common'],
  ['mei.lin@example.com', 'personal'],
  ['MeiLin-2024!!', 'personal'],
  ['alcove-alcove', 'personal'],
  ['alcove123456', 'personal'],
] as const)('%s is refused as %s', (password, fault) => {
  expect(passwordFault(password, MEI)).toBe(fault)
})

test.each([
  'correct horse battery 9!',
  'a-long-enough-password',
  'the meiji temple in spring',
  'from the environment',
  '7391850264183920',
  'tLq8#vZ2m!pW',
  '山高月小水落石出清风徐来',
])('%s is taken', (password) => {
  expect(passwordFault(password, MEI)).toBeNull()
})

test('the schema gives the same sentence, and a long text of one character is cheap', () => {
  expect(Password.safeParse('password1234').error?.issues[0]?.message).toBe(PASSWORD_FAULTS.common)
  expect(Password.safeParse('a'.repeat(1_000_000)).error?.issues[0]?.message).toBe(PASSWORD_FAULTS.long)
})
