import { useEffect } from 'react'

/** Shows the whole of a text that an ellipsis ends, as soon as the pointer is over it. */
export function useTitlesOfCutText(): void {
  useEffect(() => {
    const show = ({ target }: PointerEvent): void => {
      if (!(target instanceof HTMLElement)) return
      const cut = target.closest<HTMLElement>('.cut')
      if (!cut || (cut.title !== '' && cut.dataset.cutTitle === undefined)) return
      const isCut = cut.scrollWidth > cut.clientWidth
      cut.title = isCut ? cut.innerText.trim() : ''
      if (isCut) cut.dataset.cutTitle = ''
    }
    document.addEventListener('pointerover', show, { passive: true })
    return () => document.removeEventListener('pointerover', show)
  }, [])
}
