import { useSyncExternalStore } from 'react'

export const THEMES = ['light', 'dark', 'system'] as const
export type Theme = (typeof THEMES)[number]

// public/first-paint.js reads the same key before the first paint.
const STORED = 'alcove.theme'
const dark = window.matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

function chosen(): Theme {
  const stored = localStorage.getItem(STORED)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

function shown(): 'light' | 'dark' {
  const theme = chosen()
  if (theme !== 'system') return theme
  return dark.matches ? 'dark' : 'light'
}

function apply() {
  document.documentElement.dataset.theme = shown()
  for (const listener of listeners) listener()
}

dark.addEventListener('change', apply)

export function chooseTheme(theme: Theme) {
  localStorage.setItem(STORED, theme)
  apply()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The choice, and what it means on this screen now. */
export function useTheme(): { theme: Theme; shown: 'light' | 'dark' } {
  return { theme: useSyncExternalStore(subscribe, chosen), shown: useSyncExternalStore(subscribe, shown) }
}
