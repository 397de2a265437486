import { useEffect, useState } from 'react'
import { plainLanguageOf } from './languages.ts'
import { loadMonaco } from './useMonaco.ts'

/** The code as HTML in the editor's colours; undefined until the editor has loaded, and if it does not. */
export function useColours(path: string, code: string): string | undefined {
  const [coloured, setColoured] = useState<{ code: string; html: string }>()
  useEffect(() => {
    let current = true
    loadMonaco()
      .then((monaco) => monaco.editor.colorize(code, plainLanguageOf(path), { tabSize: 2 }))
      .then(
        // Monaco writes spaces that a copy of the code must not have.
        (html) => current && setColoured({ code, html: html.replaceAll(/&#160;|\u00a0/g, ' ') }),
        // The text is there without colours.
        () => {},
      )
    return () => {
      current = false
    }
  }, [path, code])
  return coloured?.code === code ? coloured.html : undefined
}
