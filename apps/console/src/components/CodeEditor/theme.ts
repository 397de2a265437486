import type { editor } from 'monaco-editor/editor'
import type { Monaco } from './api.ts'

/** Monaco takes only hexadecimal colours, and our tokens are OKLCH. A one-pixel canvas converts them. */
function tokenReader(): (token: string, alpha?: number) => string {
  const style = getComputedStyle(document.documentElement)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  return (token, alpha = 1) => {
    context.clearRect(0, 0, 1, 1)
    context.fillStyle = style.getPropertyValue(token).trim()
    context.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
    const channels = alpha === 1 ? [red, green, blue] : [red, green, blue, Math.round(alpha * 255)]
    return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
  }
}

function themeFromTokens(dark: boolean): editor.IStandaloneThemeData {
  const hex = tokenReader()
  const text = hex('--text')
  const rule = (token: string, variable: string) => ({ token, foreground: hex(variable).slice(1) })
  return {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: text.slice(1), background: hex('--bg').slice(1) },
      rule('keyword', '--c-key'),
      rule('keyword.json', '--c-num'),
      rule('string', '--c-str'),
      rule('string.key.json', '--c-prop'),
      rule('string.value.json', '--c-str'),
      rule('regexp', '--c-str'),
      rule('number', '--c-num'),
      rule('comment', '--c-com'),
      rule('type', '--c-type'),
      rule('type.identifier', '--c-type'),
      rule('function', '--c-fn'),
      rule('method', '--c-fn'),
      rule('property', '--c-prop'),
      rule('class', '--c-type'),
      rule('interface', '--c-type'),
      rule('delimiter', '--text'),
      rule('tag', '--c-key'),
      rule('attribute.name', '--c-fn'),
      rule('attribute.value', '--c-str'),
    ],
    colors: {
      'editor.background': hex('--bg'),
      'editor.foreground': text,
      'editorGutter.background': hex('--bg'),
      'editorLineNumber.foreground': hex('--text-3'),
      'editorLineNumber.activeForeground': text,
      'editor.lineHighlightBackground': hex('--c-line'),
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': hex('--accent', 0.26),
      'editor.inactiveSelectionBackground': hex('--accent', 0.14),
      'editor.selectionHighlightBackground': hex('--accent', 0.12),
      'editor.wordHighlightBackground': hex('--accent', 0.1),
      'editor.wordHighlightStrongBackground': hex('--accent', 0.16),
      'editor.findMatchBackground': hex('--o-timeout', 0.45),
      'editor.findMatchHighlightBackground': hex('--o-timeout', 0.22),
      'editorCursor.foreground': hex('--accent'),
      'editorWhitespace.foreground': hex('--line-strong'),
      'editorIndentGuide.background1': hex('--line'),
      'editorIndentGuide.activeBackground1': hex('--line-strong'),
      'editorBracketMatch.background': hex('--accent', 0.12),
      'editorBracketMatch.border': hex('--line-input'),
      'editorBracketHighlight.foreground1': text,
      'editorBracketHighlight.foreground2': text,
      'editorBracketHighlight.foreground3': text,
      'editorBracketHighlight.unexpectedBracket.foreground': hex('--danger'),
      'editorError.foreground': hex('--danger'),
      'editorWarning.foreground': hex('--warning'),
      'editorInfo.foreground': hex('--info'),
      'editorWidget.background': hex('--bg-raised'),
      'editorWidget.border': hex('--line-strong'),
      'editorWidget.foreground': text,
      'editorHoverWidget.background': hex('--bg-raised'),
      'editorHoverWidget.border': hex('--line-strong'),
      'editorSuggestWidget.background': hex('--bg-raised'),
      'editorSuggestWidget.border': hex('--line-strong'),
      'editorSuggestWidget.selectedBackground': hex('--bg-active'),
      'editorSuggestWidget.selectedForeground': text,
      'editorSuggestWidget.highlightForeground': hex('--accent-text'),
      'editorSuggestWidget.focusHighlightForeground': hex('--accent-text'),
      'list.hoverBackground': hex('--bg-hover'),
      'list.focusBackground': hex('--bg-active'),
      'peekView.border': hex('--line-strong'),
      'peekViewTitle.background': hex('--bg-sunken'),
      'peekViewTitleLabel.foreground': text,
      'peekViewTitleDescription.foreground': hex('--text-2'),
      'peekViewEditor.background': hex('--bg-sunken'),
      'peekViewEditorGutter.background': hex('--bg-sunken'),
      'peekViewEditor.matchHighlightBackground': hex('--o-timeout', 0.3),
      'peekViewResult.background': hex('--bg'),
      'peekViewResult.fileForeground': text,
      'peekViewResult.lineForeground': hex('--text-2'),
      'peekViewResult.selectionBackground': hex('--bg-selected'),
      'peekViewResult.selectionForeground': text,
      'peekViewResult.matchHighlightBackground': hex('--o-timeout', 0.3),
      'badge.background': hex('--bg-active'),
      'badge.foreground': hex('--text-2'),
      'quickInput.background': hex('--bg-raised'),
      'quickInputList.focusBackground': hex('--bg-active'),
      'quickInputList.focusForeground': text,
      'input.background': hex('--bg'),
      'input.border': hex('--line-input'),
      'input.foreground': text,
      'input.placeholderForeground': hex('--text-3'),
      'menu.background': hex('--bg-raised'),
      'menu.foreground': text,
      'menu.selectionBackground': hex('--bg-active'),
      'menu.selectionForeground': text,
      'menu.border': hex('--line-strong'),
      'menu.separatorBackground': hex('--line'),
      'textLink.foreground': hex('--accent-text'),
      focusBorder: hex('--accent'),
      'widget.shadow': dark ? '#00000066' : '#1a252a1f',
      'scrollbar.shadow': '#00000000',
      'scrollbarSlider.background': hex('--text-3', 0.26),
      'scrollbarSlider.hoverBackground': hex('--text-3', 0.4),
      'scrollbarSlider.activeBackground': hex('--text-3', 0.5),
      'editorOverviewRuler.border': '#00000000',
      'diffEditor.insertedTextBackground': hex('--success', dark ? 0.24 : 0.2),
      'diffEditor.insertedLineBackground': hex('--success', 0.09),
      'diffEditor.removedTextBackground': hex('--danger', dark ? 0.28 : 0.18),
      'diffEditor.removedLineBackground': hex('--danger', 0.08),
      'diffEditor.diagonalFill': hex('--line'),
      'diffEditor.unchangedRegionBackground': hex('--bg-sunken'),
      'diffEditor.unchangedRegionForeground': hex('--text-2'),
      'editorStickyScroll.background': hex('--bg'),
      'editorStickyScroll.border': hex('--line'),
      'editorStickyScrollHover.background': hex('--bg-hover'),
    },
  }
}

/** Keeps the editor in the page's colours, also when the theme changes. */
export function followTheme(monaco: Monaco): void {
  const apply = () => {
    const dark = getComputedStyle(document.documentElement).colorScheme === 'dark'
    monaco.editor.defineTheme('alcove', themeFromTokens(dark))
    monaco.editor.setTheme('alcove')
  }
  apply()
  new MutationObserver(apply).observe(document.documentElement, { attributeFilter: ['data-theme', 'class', 'style'] })
}
