import { z } from 'zod'
import { createStore } from './store.ts'

/** How one person likes the editor, in this browser. */
const EditorSettings = z.object({
  fontSize: z.number().min(10).max(24).catch(12.5),
  wrap: z.boolean().catch(false),
  minimap: z.boolean().catch(false),
  vim: z.boolean().catch(false),
})
export type EditorSettings = z.infer<typeof EditorSettings>

export const FONT_SIZES = [11, 12.5, 14, 16, 18, 20] as const
const KEY = 'alcove.editor'

function stored(): unknown {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}')
  } catch {
    return {}
  }
}

export const editorSettings = createStore(EditorSettings.catch(() => EditorSettings.parse({})).parse(stored()))

export function changeSettings(change: Partial<EditorSettings>): void {
  editorSettings.update((before) => ({ ...before, ...change }))
  try {
    localStorage.setItem(KEY, JSON.stringify(editorSettings.snapshot()))
  } catch {
    // Full or blocked: they hold until the page closes.
  }
}

/** The same as options of Monaco. */
export const optionsOf = ({ fontSize, wrap, minimap }: EditorSettings) => ({
  fontSize,
  lineHeight: Math.round(fontSize * 1.6),
  wordWrap: wrap ? ('on' as const) : ('off' as const),
  minimap: { enabled: minimap },
})
