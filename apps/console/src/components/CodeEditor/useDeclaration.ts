import { useEffect } from 'react'
import type { Monaco } from './api.ts'

/** Adds types to the module `alcove`, such as those of the parameters of a function; an empty text removes them. */
export function useDeclaration(monaco: Monaco | undefined, text: string): void {
  useEffect(() => {
    if (monaco) void import('./typescript.ts').then(({ declare }) => declare(text))
  }, [monaco, text])
}
