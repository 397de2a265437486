import { expect, test } from 'vitest'
import { isMistyped, newKey } from './key-secret.ts'

test('newKey() makes keys that scanners recognise and that no typing error turns into another key', () => {
  const keys = Array.from({ length: 200 }, newKey)
  expect(new Set(keys).size).toBe(200)
  for (const key of keys) {
    expect(key).toMatch(/^alc_[0-9A-Za-z]{49}$/)
    expect(isMistyped(key)).toBe(false)
    const at = 10 + (key.charCodeAt(7) % 30)
    expect(isMistyped(key.slice(0, at) + (key[at] === 'x' ? 'y' : 'x') + key.slice(at + 1))).toBe(true)
  }
})

test('isMistyped() says nothing about keys of other shapes', () => {
  for (const key of ['alc_test_0123456789abcdef', `alc_${'a'.repeat(43)}`, 'x']) expect(isMistyped(key)).toBe(false)
})
